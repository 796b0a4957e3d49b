import { plural } from '../../shared/plural';
import type { Report } from './report';
import { SEVERITIES, shownPath } from './report';

/** A report for people and for editors that read the messages of compilers: `file:line:column: severity: message [code]`. */
export function textReport({ findings, base, files }: Report): string {
  const lines = findings.map(({ location, severity, message, code }) => {
    const { line, character } = location.range.start;
    const place = `${shownPath(location.file, base)}:${line + 1}:${character + 1}`;
    return `${place}: ${severity}: ${message
      .split('\n')
      .map((part) => part.trim())
      .join(' ')} [${code}]`;
  });
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    if (count === 0) return [];
    return severity === 'information' ? [`${count} information`] : [plural(count, severity)];
  });
  const found = counts.length === 0 ? 'no findings' : counts.join(', ');
  return [...lines, `${plural(files, 'file')} checked: ${found}`].join('\n');
}
