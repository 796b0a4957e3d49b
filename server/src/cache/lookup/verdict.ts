import type { MissReason } from '../../shared/reasons';
import type { Invocation, Verdict } from '../api';
import { absolutePath } from '../inputs/settled-path';
import { missingInput, type Prepared } from '../invocation/resolved-run';
import { resolveTokens } from '../invocation/tree-pair';
import type { Found, PortableHit } from './found';

/** The result of a lookup: empty if the arguments do not form a run, and only a reason if an input cannot be examined. */
export interface Examined {
  prepared?: Prepared;
  found?: Found;
  reason?: MissReason | undefined;
}

/** The verdict on a run: whether it would hit, and if not, the first reason. */
export function verdictOf(invocation: Invocation, { prepared, found, reason }: Examined): Verdict {
  if (!prepared || !found) {
    const subject = invocation.args.find((argument) => argument.endsWith('.cxx')) ?? invocation.castxml;
    return { state: 'miss', reason: reason ?? { kind: 'input-missing', subject }, l1: '' };
  }
  const absent = missingInput(prepared);
  const missing: MissReason | null = absent === null ? null : { kind: 'input-missing', subject: absent };
  const verdict: Verdict = {
    state: found.state === 'miss' && found.sameText && found.l2Key ? 'hit-l2' : found.state,
    l1: prepared.l1,
    includeDirs: resolved(prepared.includeDirs, invocation.cwd),
    ...(missing ? { reason: missing } : found.reason ? { reason: found.reason } : {}),
    ...(found.l2Key ? { l2: found.l2Key } : {}),
    ...(found.portable ? { portable: true, deps: portableDeps(found.portable) } : {}),
    ...(found.entry ? { deps: found.entry.deps.map(([dep]) => dep) } : {}),
  };
  if (missing) verdict.state = 'miss';
  if (found.l2) {
    verdict.root = found.l2.root.path;
    verdict.entry = { bytes: found.l2.bytes, usedMs: found.l2.usedMs };
  }
  return verdict;
}

/** The absolute paths of directories. The types of a module share one list, which gives the same result object. */
function resolved(directories: readonly string[], cwd: string): readonly string[] {
  let known = resolvedLists.get(directories);
  if (known?.cwd !== cwd) {
    known = { cwd, list: directories.map((directory) => absolutePath(cwd, directory)) };
    resolvedLists.set(directories, known);
  }
  return known.list;
}

const resolvedLists = new WeakMap<readonly string[], { cwd: string; list: readonly string[] }>();

function portableDeps({ entry, trees }: PortableHit): string[] {
  return entry.deps.map(([dep]) => resolveTokens(dep, trees));
}
