import type { Severity } from '../../wrapping/diagnostics/diagnostic';
import { type Report, shownPath } from './report';

const LEVELS: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** A report as workflow commands, which GitHub Actions shows as annotations of a pull request. */
export function githubReport({ findings, base }: Report): string {
  return findings
    .map(({ code, severity, message, location: { file, range } }) => {
      const { start, end } = range;
      const isOneLine = start.line === end.line;
      const properties = {
        file: shownPath(file, base),
        line: start.line + 1,
        ...(end.line > start.line && { endLine: end.line + 1 }),
        // GitHub accepts columns only within one line.
        ...(isOneLine && { col: start.character + 1, endColumn: end.character + 1 }),
        title: code,
      };
      const listed = Object.entries(properties).map(
        ([name, value]) => `${name}=${escapedProperty(`${value}`)}`,
      );
      return `::${LEVELS[severity]} ${listed.join(',')}::${escaped(message)}`;
    })
    .join('\n');
}

/** Without this, a line break in a message would end the command and could begin another one. */
const escaped = (text: string): string =>
  text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

const escapedProperty = (text: string): string => escaped(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
