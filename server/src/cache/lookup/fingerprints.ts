import { rememberedLinks, settledPath } from '../inputs/settled-path';
import type { Trees } from '../api';
import type { Prepared } from '../invocation/resolved-run';
import { namesBeside } from '../inputs/include-space';
import type { L1Entry } from '../storage/l1-entry';
import { absolutePath } from '../inputs/settled-path';
import type { LookupContext } from './found';
import { includeFingerprint } from '../inputs/directory-fingerprint';
import { sha256 } from '../codecs';
import type { Digests } from '../inputs/digests';
import { type Snapshot } from '../inputs/digests';
import { sortByCodePoint } from '../inputs/path-bytes';
import { keyArguments } from '../invocation/castxml-arguments';

/** The name under which the index keeps the fingerprint of a list of watched directories. */
export function watchName(recorded: string, trees: Trees | null): string {
  return `watch:${trees?.build ?? ''}:${trees?.source ?? ''}:${recorded}`;
}

/** The names that the source includes in quotes and that exist in its own folder. */
export function besideSource(prepared: Prepared, deps: () => readonly string[]): string[] {
  const { sourceBytes } = prepared;
  return sourceBytes instanceof Buffer
    ? namesBeside(prepared.source, sourceBytes.toString('latin1'), deps)
    : [];
}

/** The absolute paths of the files that were read. */
export function readFiles(deps: L1Entry['deps'], prepared: Prepared): string[] {
  const isLink = rememberedLinks();
  const read = deps.filter((dep) => dep[1] !== '');
  return read.map((dep) => settledPath(prepared.invocation.cwd, dep[0], isLink));
}

/** The current `incfp`. */
export function contractFingerprint(
  prepared: Prepared,
  context: Omit<LookupContext, 'roots' | 'scheme'>,
): string {
  const { digests, snapshot } = context;
  const { cwd } = prepared.invocation;
  const absolute = prepared.includeDirs.map((directory) => absolutePath(cwd, directory));
  const compute = (): string =>
    includeFingerprint(prepared.includeDirs, (directory) =>
      digests.list(absolutePath(cwd, directory), snapshot),
    );
  return digests.fingerprint(`incfp:${sha256(prepared.includeDirs.join('\0'))}`, absolute, snapshot, compute);
}

/** A short digest of the names in each include directory, for `_check.json`. */
export function directoryDigests(prepared: Prepared, digests: Digests, snapshot: Snapshot): string[] {
  return prepared.includeDirs.map((directory) => {
    const listed = digests.list(absolutePath(prepared.invocation.cwd, directory), snapshot);
    const names = sortByCodePoint([...listed]);
    return sha256(names.join('\0')).slice(0, 12);
  });
}

/** A digest of the arguments that are part of the key. */
export function argumentsDigest(prepared: Prepared): string {
  return sha256(keyArguments(prepared.parsed.passthrough).join('\0'));
}
