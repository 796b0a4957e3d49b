import type { DiffResult } from './run-diff';
import { counted } from './diff-words';

/** A comparison as a plain value. docs/ci.md describes it. */
export function jsonDiff(diff: DiffResult): object {
  const { base, head, files, modules, types, headersWithoutWrap, findings, typesToRun, cutShort } = diff;
  return {
    base,
    head,
    files,
    notEvaluated: diff.notEvaluated,
    modules,
    instantiations: counted(types),
    types,
    headersWithoutWrap,
    diagnostics: findings,
    typesToRun,
    cutShort,
  };
}
