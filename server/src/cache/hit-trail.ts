import path from 'node:path';
import type { Digests, Snapshot } from './digests';
import { absolutePath, isRacy, type Signature } from './files';
import type { L1Lookup, PortableHit } from './lookup';
import type { ObservationKind, Observations } from './observations';
import { fromPortable } from './portable';
import type { Prepared } from './prepare';
import { fileBeside, namesAskedBeside } from './shadow';
import { resolveTokens } from './trees';
import { CHECK, l1Folder, l2Folder, OUTPUTS } from './store';

/**
 * All that a hit was concluded from, beside the digests of castxml and of what surrounds a run: as long as the same is seen of the
 * disk, the same look-up comes to the same hit.
 */
export interface HitTrail {
  /** Numbers of observations. The first `deps` are the files that the preprocessor read, in the manifest's order. */
  ids: Uint32Array;
  deps: number;
  /** The L2 entry's `_ok`, which tells its last use. */
  ok: number;
}

export interface TrailContext {
  observations: Observations;
  digests: Digests;
  /** The one that the look-up used. */
  snapshot: Snapshot;
  roots: readonly string[];
  /** Milliseconds since 1970, before the first file was read. */
  beganMs: number;
}

/**
 * The trail of a look-up; null where it is not a hit of an entry that this implementation wrote, or where some file's or directory's
 * timestamps cannot vouch for what was read: the same rule as the index of digests has.
 */
export function hitTrail(prepared: Prepared, found: L1Lookup, context: TrailContext): HitTrail | null {
  try {
    return new Trail(prepared, context).of(found);
  } catch (error) {
    if (error instanceof NotVouchedFor) return null;
    throw error;
  }
}

class NotVouchedFor extends Error {}

class Trail {
  readonly #ids: number[] = [];

  constructor(
    private readonly prepared: Prepared,
    private readonly context: TrailContext,
  ) {}

  of(found: L1Lookup): HitTrail {
    const { state, l2, l2Key } = found;
    const { surroundings, sourceBytes, source, responseFile, signatures } = this.prepared;
    if (state !== 'hit' || !l2 || l2Key === undefined) throw new NotVouchedFor();
    if (surroundings.responseFiles.length > 0 || !(sourceBytes instanceof Buffer)) throw new NotVouchedFor();
    const { deps, watch, beside } = found.portable ? partsOf(found.portable) : partsOfL1(found);
    for (const dep of deps) this.#dependency(dep);
    this.#read(responseFile === null ? [source] : [source, responseFile], signatures);
    for (const dir of new Set(watch)) this.#folder(dir);
    this.#beside(sourceBytes, beside, deps);
    if (found.portable) this.#portableEntry(found.portable, found.root);
    else this.#l1Entry(found);
    for (const before of this.#rootsBefore(l2.root)) this.#nothing(path.join(l2Folder(before, l2Key), '_ok'));
    this.#read([path.join(l2.folder, CHECK)], l2.checkSignature ? [l2.checkSignature] : []);
    if (l2.format === 'uncompressed') this.#nothing(path.join(l2.folder, OUTPUTS.gzip));
    this.#output(path.join(l2.folder, OUTPUTS[l2.format]), l2.bytes);
    const ok = this.context.observations.note('any-file', path.join(l2.folder, '_ok'), null);
    return { ids: Uint32Array.from(this.#ids), deps: deps.length, ok };
  }

  #l1Entry({ root, signatures }: L1Lookup): void {
    const { l1, includeDirs, invocation } = this.prepared;
    if (root === undefined || !signatures) throw new NotVouchedFor();
    for (const before of this.#rootsBefore(root)) this.#nothing(path.join(l1Folder(before, l1), 'l2_key'));
    const own = ['l2_key', CHECK].map((name) => path.join(l1Folder(root, l1), name));
    this.#read(own, signatures);
    for (const dir of includeDirs) this.#folder(absolutePath(invocation.cwd, dir));
  }

  /** No root has an L1 entry, and the portable ones are those that were read. */
  #portableEntry({ file, entries }: PortableHit, root: string | undefined): void {
    if (!entries) throw new NotVouchedFor();
    for (const any of this.context.roots) this.#nothing(path.join(l1Folder(any, this.prepared.l1), 'l2_key'));
    const folder = path.dirname(file);
    for (const before of this.#rootsBefore(root))
      this.#note('no-folder', path.join(before, path.relative(root ?? '', folder)), null);
    this.#folder(folder);
    this.#read(
      entries.map((one) => one.file),
      entries.map((one) => one.signature),
    );
  }

  /** Files that this look-up read itself. */
  #read(files: readonly string[], signatures: readonly Signature[]): void {
    const { beganMs, digests } = this.context;
    if (files.length !== signatures.length) throw new NotVouchedFor();
    files.forEach((file, i) => {
      const signature = signatures[i];
      if (!signature || isRacy(signature, beganMs, digests.slackMs(path.dirname(file))))
        throw new NotVouchedFor();
      this.#note('file', file, signature);
    });
  }

  #dependency(dep: string): void {
    const { signature, settled } = this.context.digests.file(dep, this.context.snapshot);
    if (!path.isAbsolute(dep) || !signature || !settled) throw new NotVouchedFor();
    this.#note('file', dep, signature);
  }

  #folder(dir: string): void {
    const { signature, settled } = this.context.digests.directorySignature(dir, this.context.snapshot);
    if (!settled) throw new NotVouchedFor();
    this.#note(signature ? 'folder' : 'no-folder', dir, signature);
  }

  /** Which of the names that the source includes lie beside it, as the look-up found them. */
  #beside(source: Buffer, found: readonly string[], deps: readonly string[]): void {
    const folder = path.dirname(this.prepared.source);
    for (const name of namesAskedBeside(source.toString('latin1'), () => deps))
      this.#note(found.includes(name) ? 'something' : 'nothing', fileBeside(folder, name), null);
  }

  #output(file: string, bytes: number): void {
    const presence = this.context.digests.presence(file, this.context.snapshot);
    // Its size is all that a look-up asks of it.
    if (!presence?.isFile || presence.signature.size !== bytes) throw new NotVouchedFor();
    this.#note('file', file, presence.signature);
  }

  #nothing(file: string): void {
    this.#note('nothing', file, null);
  }

  #note(kind: ObservationKind, file: string, signature: Signature | null): void {
    this.#ids.push(this.context.observations.note(kind, file, signature));
  }

  *#rootsBefore(root: string | undefined): Generator<string> {
    for (const before of this.context.roots) {
      if (before === root) return;
      yield before;
    }
  }
}

interface Parts {
  deps: readonly string[];
  watch: readonly string[];
  beside: readonly string[];
}

function partsOfL1({ entry, check }: L1Lookup): Parts {
  if (!entry || !check) throw new NotVouchedFor();
  return { deps: entry.deps.map(([dep]) => dep), watch: check.watch, beside: check.beside };
}

function partsOf({ entry, trees }: PortableHit): Parts {
  const { watch, beside } = fromPortable(entry, trees);
  return { deps: entry.deps.map(([dep]) => resolveTokens(dep, trees)), watch, beside };
}
