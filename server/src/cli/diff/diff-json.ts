import type { DiffReport } from '../../shared/diff/diff-report';
import type { DiffResult } from './run-diff';
import { counted } from './diff-words';

/** A comparison as a plain value. docs/ci.md describes it. */
export function jsonDiff({ findings, types, ...rest }: DiffResult): DiffReport {
  return { ...rest, instantiations: counted(types), types, diagnostics: findings };
}
