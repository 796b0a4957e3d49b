import type { Digests, Snapshot } from '../inputs/digests';
import { sameSignature, type Signature } from '../inputs/input-files';

/**
 * An observation of the disk:
 * - `file`: a file with this signature
 * - `folder`: a directory with this signature, on a file system that keeps it
 * - `no-folder`, `nothing`: there is no folder, or nothing at all
 * - `any-file`, `something`: there is one, with any content
 */
export type ObservationKind = 'file' | 'folder' | 'no-folder' | 'nothing' | 'any-file' | 'something';

/** An observation of one path. */
export interface Observation {
  kind: ObservationKind;
  /** An absolute path. */
  path: string;
  /** Null except for `file` and `folder`. */
  signature: Signature | null;
}

/**
 * Numbered observations. Each is checked on disk once per snapshot, because hundreds of types depend on the same few
 * thousand.
 */
export class Observations {
  readonly #all: Observation[] = [];
  /** When each was last checked (`performance.now()`), and the result. */
  readonly #askedAt: number[] = [];
  readonly #holds: boolean[] = [];
  /** The number of the last observation of each kind and path. */
  readonly #latest = new Map<ObservationKind, Map<string, number>>();

  constructor(private readonly digests: Digests) {}

  get size(): number {
    return this.#all.length;
  }

  at(id: number): Observation | undefined {
    return this.#all[id];
  }

  /** The number of an observation. Equal observations share a number until a different one of the same path is made. */
  note(kind: ObservationKind, path: string, signature: Signature | null): number {
    const known = this.#latest.get(kind)?.get(path);
    if (known !== undefined && same(this.#all[known]?.signature ?? null, signature)) return known;
    return this.add({ kind, path, signature });
  }

  /** Assigns the next number to an observation. */
  add(observation: Observation): number {
    const { kind, path } = observation;
    const id = this.#all.push(observation) - 1;
    this.#askedAt.push(-Infinity);
    this.#holds.push(false);
    const ofKind = this.#latest.get(kind);
    if (ofKind) ofKind.set(path, id);
    else this.#latest.set(kind, new Map([[path, id]]));
    return id;
  }

  /** Whether the observation is still true. */
  holds(id: number, snapshot: Snapshot): boolean {
    if ((this.#askedAt[id] ?? -Infinity) >= snapshot.since) return this.#holds[id] ?? false;
    const observation = this.#all[id];
    if (!observation) return false;
    this.#askedAt[id] = performance.now();
    return (this.#holds[id] = this.#isSeen(observation, snapshot));
  }

  #isSeen({ kind, path, signature }: Observation, snapshot: Snapshot): boolean {
    if (kind === 'folder' || kind === 'no-folder') {
      const now = this.digests.directorySignature(path, snapshot);
      return now.trusted && same(now.signature, signature);
    }
    const now = this.digests.presence(path, snapshot);
    if (kind === 'nothing') return now === null;
    if (kind === 'something') return now !== null;
    return now !== null && now.isFile && (kind === 'any-file' || same(now.signature, signature));
  }
}

function same(a: Signature | null, b: Signature | null): boolean {
  return a === b || (a !== null && b !== null && sameSignature(a, b));
}
