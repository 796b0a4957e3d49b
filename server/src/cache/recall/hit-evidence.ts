import path from 'node:path';
import type { Digests, Snapshot } from '../inputs/digests';
import { CannotTell, isRacy, type Signature } from '../inputs/input-files';
import { absolutePath } from '../inputs/settled-path';
import type { Found, PortableHit } from '../lookup/found';
import type { ObservationKind, Observations } from './observations';
import { fromPortable } from '../storage/portable-entry';
import type { Prepared } from '../invocation/resolved-run';
import { fileBeside, namesAskedBeside } from '../inputs/include-space';
import { resolveTokens } from '../invocation/tree-pair';
import { CHECK, L1_ENTRY, l1Folder, l2Folder, OK, OUTPUTS } from '../storage/store-names';
import type { StoreRoot } from '../storage/store-root';

/**
 * The evidence behind a hit, apart from the digests of castxml and of the run's surroundings. While it still matches the
 * disk, the lookup would hit again.
 */
export interface HitTrail {
  /** Numbers of observations. The first `deps` of them are the files that the preprocessor read, in the manifest's order. */
  ids: Uint32Array;
  deps: number;
  /** The number of the L2 entry's `_ok`, whose time is the last use. */
  ok: number;
}

/** What is needed to collect the evidence of a lookup. */
export interface TrailContext {
  observations: Observations;
  digests: Digests;
  /** The snapshot of the lookup. */
  snapshot: Snapshot;
  roots: readonly StoreRoot[];
  /** Milliseconds since 1970, before the first file was read. */
  beganMs: number;
}

/**
 * The evidence of a lookup. Null if it is not a hit of an entry that this implementation wrote. Also null if the timestamps
 * of a file or directory do not prove what was read, by the same rule as in the index of digests.
 */
export function hitTrail(prepared: Prepared, found: Found, context: TrailContext): HitTrail | null {
  try {
    return new Trail(prepared, context).of(found);
  } catch (error) {
    if (error instanceof NotVouchedFor || error instanceof CannotTell) return null;
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

  of(found: Found): HitTrail {
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
    for (const before of this.#rootsBefore(l2.root)) this.#nothing(before.file(`${l2Folder(l2Key)}/${OK}`));
    const inEntry = (name: string): string => l2.root.file(`${l2.name}/${name}`);
    this.#read([inEntry(CHECK)], l2.checkSignature ? [l2.checkSignature] : []);
    if (l2.format === 'uncompressed') this.#nothing(inEntry(OUTPUTS.gzip));
    this.#output(inEntry(OUTPUTS[l2.format]), l2.bytes);
    const ok = this.context.observations.note('any-file', inEntry(OK), null);
    return { ids: Uint32Array.from(this.#ids), deps: deps.length, ok };
  }

  #l1Entry({ root, signatures }: Found): void {
    const { l1, includeDirs, invocation } = this.prepared;
    if (root === undefined || !signatures) throw new NotVouchedFor();
    const folder = l1Folder(l1);
    for (const before of this.#rootsBefore(root)) this.#nothing(before.file(`${folder}/${L1_ENTRY}`));
    const own = [L1_ENTRY, CHECK].map((name) => root.file(`${folder}/${name}`));
    this.#read(own, signatures);
    for (const dir of includeDirs) this.#folder(absolutePath(invocation.cwd, dir));
  }

  /** Notes that no root has an L1 entry, and that the portable entries are those that were read. */
  #portableEntry({ name, entries }: PortableHit, root: StoreRoot | undefined): void {
    if (!entries || !root) throw new NotVouchedFor();
    const l1 = `${l1Folder(this.prepared.l1)}/${L1_ENTRY}`;
    for (const any of this.context.roots) this.#nothing(any.file(l1));
    const folder = path.posix.dirname(name);
    for (const before of this.#rootsBefore(root)) this.#note('no-folder', before.file(folder), null);
    this.#folder(root.file(folder));
    this.#read(
      entries.map((one) => root.file(one.name)),
      entries.map((one) => one.signature),
    );
  }

  /** Notes files that the lookup itself read. */
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

  /** Notes which of the names that the source includes exist next to it, as the lookup found them. */
  #beside(source: Buffer, found: readonly string[], deps: readonly string[]): void {
    const folder = path.dirname(this.prepared.source);
    for (const name of namesAskedBeside(source.toString('latin1'), () => deps))
      this.#note(found.includes(name) ? 'something' : 'nothing', fileBeside(folder, name), null);
  }

  #output(file: string, bytes: number): void {
    const presence = this.context.digests.presence(file, this.context.snapshot);
    // A lookup only needs its size.
    if (!presence?.isFile || presence.signature.size !== bytes) throw new NotVouchedFor();
    this.#note('file', file, presence.signature);
  }

  #nothing(file: string): void {
    this.#note('nothing', file, null);
  }

  #note(kind: ObservationKind, file: string, signature: Signature | null): void {
    this.#ids.push(this.context.observations.note(kind, file, signature));
  }

  *#rootsBefore(root: StoreRoot): Generator<StoreRoot> {
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

function partsOfL1({ entry, check }: Found): Parts {
  if (!entry || !check) throw new NotVouchedFor();
  return { deps: entry.deps.map(([dep]) => dep), watch: check.watch, beside: check.beside };
}

function partsOf({ entry, trees }: PortableHit): Parts {
  const { watch, beside } = fromPortable(entry, trees);
  return { deps: entry.deps.map(([dep]) => resolveTokens(dep, trees)), watch, beside };
}
