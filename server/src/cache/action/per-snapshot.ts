import type { Snapshot } from '../inputs/digests';

/** Values that are found once for each snapshot of the disk. */
export class PerSnapshot<T> {
  readonly #known = new WeakMap<Snapshot, Map<string, T>>();

  /** @param name what the value depends on besides the disk */
  get(snapshot: Snapshot, name: readonly (string | null)[], find: () => T): T {
    let known = this.#known.get(snapshot);
    if (!known) this.#known.set(snapshot, (known = new Map<string, T>()));
    const key = JSON.stringify(name);
    if (known.has(key)) return known.get(key) as T;
    const value = find();
    known.set(key, value);
    return value;
  }
}
