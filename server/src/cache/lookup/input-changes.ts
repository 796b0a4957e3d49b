import path from 'node:path';
import type { Prepared } from '../invocation/resolved-run';
import type { L1Check, L1Entry, IncludeCheck } from '../storage/l1-entry';
import type { MissReason } from '../../shared/reasons';
import type { LookupContext } from './found';
import { absolutePath } from '../inputs/settled-path';
import { sha256 } from '../codecs';
import type { Trees } from '../api';
import {
  relevantNames,
  watchFingerprint,
  watchDirectories,
  shadowingFileSince,
} from '../inputs/include-space';
import { watchName, besideSource, readFiles, directoryDigests } from './fingerprints';

/**
 * Why the compiler, further response files or variables do not match. Only its age can tell for an entry without a check.
 */
export function changedSurroundings(
  prepared: Prepared,
  check: L1Check | null,
  writtenMs: number,
): MissReason | null {
  const { surroundings } = prepared;
  const { compiler } = surroundings;
  if (check) {
    if (check.surroundings === prepared.surroundingsDigest) return null;
    const other = surroundings.responseFiles[0]?.[0] ?? surroundings.environment[0];
    if (compiler && !other) return { kind: 'compiler-changed', subject: compiler.file };
    return { kind: 'flags-changed', subject: other ?? prepared.source };
  }
  if (compiler && compiler.ctimeMs > writtenMs) return { kind: 'compiler-changed', subject: compiler.file };
  const unseen = surroundings.responseFiles[0]?.[0] ?? surroundings.environment[0];
  return unseen === undefined ? null : { kind: 'flags-changed', subject: unseen };
}

/** A reason if a header does not match its record, or null. */
export function changedDependency(
  deps: L1Entry['deps'],
  check: Pick<IncludeCheck, 'unread'> | null,
  prepared: Prepared,
  context: LookupContext,
): MissReason | null {
  const { cwd, contents } = prepared.invocation;
  // No destructuring, which is slow in a cold process: this loop runs once, over hundreds of files.
  for (const dep of deps) {
    const file = absolutePath(cwd, dep[0]);
    const given = contents?.get(file);
    const digest = given ? sha256(given) : context.digests.file(file, context.snapshot).digest;
    // If a file was read but not found (its name was misinterpreted, or it was removed), it can change unnoticed.
    if (dep[1] === '' && !check?.unread) return { kind: 'input-missing', subject: file };
    if (digest !== dep[1])
      return { kind: digest === '' ? 'header-removed' : 'header-changed', subject: file };
  }
  return null;
}

/** Why an include might now find another file, or null. */
export function changedIncludeSpace(
  deps: L1Entry['deps'],
  check: IncludeCheck & { includes?: readonly string[] },
  trees: Trees | null,
  prepared: Prepared,
  context: LookupContext,
  names?: () => ReadonlySet<string>,
): MissReason | null {
  const { digests, snapshot } = context;
  const compute = (): string => {
    const relevant = names?.() ?? relevantNames([...readFiles(deps, prepared), ...check.probes], trees);
    return watchFingerprint(check.watch, relevant, trees, digests, snapshot);
  };
  const now = digests.fingerprint(watchName(check.watchfp, trees), check.watch, snapshot, compute);
  if (now !== check.watchfp) {
    const subject = changedDirectory(check, 0, prepared, context);
    return { kind: 'include-directory-changed', subject };
  }
  const beside = besideSource(prepared, () => readFiles(deps, prepared));
  if (beside.join('\0') === check.beside.join('\0')) return null;
  const moved = [...beside, ...check.beside].find(
    (item) => beside.includes(item) !== check.beside.includes(item),
  );
  return {
    kind: 'include-directory-changed',
    subject: path.join(path.dirname(prepared.source), moved ?? '.'),
  };
}

/** For foreign entries: a reason if a file that could make a difference is not older than the entry. */
export function inputChangeSince(
  entry: L1Entry,
  writtenMs: number,
  prepared: Prepared,
  context: LookupContext,
): MissReason | null {
  const { digests, snapshot } = context;
  const deps = readFiles(entry.deps, prepared);
  const dated = [prepared.source, ...deps].find((file) => digests.file(file, snapshot).timeMacros);
  if (dated !== undefined) return { kind: 'time-dependent', subject: dated };
  const space = { deps, source: prepared.source, searchDirectories: prepared.searchDirs(), probes: [] };
  const watch = watchDirectories(space, digests, snapshot);
  const file = shadowingFileSince(
    [...watch, path.dirname(prepared.source)],
    space,
    writtenMs,
    digests,
    snapshot,
  );
  return file === null ? null : { kind: 'include-directory-changed', subject: file };
}

/** The include directory whose entries changed, if known. */
export function changedDirectory(
  check: { includes?: readonly string[]; watch: readonly string[] } | null,
  writtenMs: number,
  prepared: Prepared,
  context: LookupContext,
): string {
  const { digests, snapshot } = context;
  const absolute = prepared.includeDirs.map((directory) => absolutePath(prepared.invocation.cwd, directory));
  if (check?.includes?.length === absolute.length) {
    const now = directoryDigests(prepared, digests, snapshot);
    const at = now.findIndex((digest, i) => digest !== check.includes?.[i]);
    if (at >= 0) return absolute[at] ?? '';
  }
  const changedMs = (directory: string): number =>
    digests.directorySignature(directory, snapshot).signature?.mtimeMs ?? 0;
  const candidates = [...absolute, ...(check?.watch ?? [])].sort((a, b) => changedMs(b) - changedMs(a));
  return candidates.find((directory) => changedMs(directory) > writtenMs) ?? candidates[0] ?? prepared.source;
}
