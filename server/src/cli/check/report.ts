import path from 'node:path';
import type { Diagnostic, Severity } from '../../wrapping/diagnostics/diagnostic';

/** The findings to report, and what they refer to. */
export interface Report {
  findings: readonly Diagnostic[];
  /** The folder to which paths in the report are relative. Files outside of it keep their absolute paths. */
  base: string;
  /** How many files were checked. */
  files: number;
  /** Why the wrapping was not evaluated, or null. */
  notEvaluated: string | null;
}

/** All severities, the most severe first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Whether a severity is `least` or above. */
export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);

/** A path as reports show it: relative to `base`, with slashes, if it is inside. */
export function shownPath(file: string, base: string): string {
  const relative = path.relative(base, file);
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) return file;
  return relative.split(path.sep).join('/');
}
