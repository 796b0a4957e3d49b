import type { Location } from '../../shared/text-range';
import { type Report, shownPath } from './report';

/** A report as a plain value. Lines and columns count from 1. docs/ci.md describes it. */
export function jsonReport({ findings, base, files, notEvaluated }: Report): object {
  const placeOf = ({ file, range: { start, end } }: Location): object => ({
    file: shownPath(file, base),
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  });
  return {
    files,
    notEvaluated,
    findings: findings.map(({ code, severity, message, location, related, fixes = [] }) => ({
      ...placeOf(location),
      severity,
      code,
      message,
      related: related.map((one) => ({ ...placeOf(one.location), message: one.message })),
      fixes: fixes.map(({ title }) => title),
    })),
  };
}
