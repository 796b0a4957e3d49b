/** A map as it was at one moment. */
export type FrozenMap<V> = Omit<SnapshotMap<V>, 'set' | 'delete' | 'freeze'>;

/**
 * A map that can be frozen in its present state at the cost of one copy when it is next changed; freezing a map that did
 * not change costs nothing. Of a large map only the changes are copied: what lies below them is shared.
 */
export class SnapshotMap<V> {
  /** What differs from `base`; all, if there is none. */
  private changes: Map<string, V | typeof GONE>;
  private base: ReadonlyMap<string, V> | null;
  /** The last frozen state, as long as it is the present one too. */
  private frozen: SnapshotMap<V> | null;

  /** With `from`, a map in a frozen state; it is copied when it is first changed. */
  constructor(from?: FrozenMap<V>) {
    const state = from as SnapshotMap<V> | undefined;
    this.changes = state?.changes ?? new Map<string, V>();
    this.base = state?.base ?? null;
    this.frozen = state ?? null;
  }

  get(key: string): V | undefined {
    const value = this.changes.get(key);
    if (value === undefined) return this.base === null ? undefined : this.base.get(key);
    return value === GONE ? undefined : value;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: V): void {
    if (this.frozen !== null) this.thaw();
    this.changes.set(key, value);
  }

  delete(key: string): void {
    if (!this.has(key)) return;
    if (this.frozen !== null) this.thaw();
    if (this.base === null) this.changes.delete(key);
    else this.changes.set(key, GONE);
  }

  *keys(): IterableIterator<string> {
    for (const [key] of this.entries()) yield key;
  }

  *entries(): IterableIterator<[string, V]> {
    const { base, changes } = this;
    if (base !== null) for (const entry of base) if (!changes.has(entry[0])) yield entry;
    for (const [key, value] of changes) if (value !== GONE) yield [key, value];
  }

  freeze(): FrozenMap<V> {
    if (this.frozen === null) {
      this.frozen = new SnapshotMap<V>();
      this.frozen.changes = this.changes;
      this.frozen.base = this.base;
    }
    return this.frozen;
  }

  private thaw(): void {
    this.frozen = null;
    if (this.changes.size <= LARGE) {
      this.changes = new Map(this.changes);
      return;
    }
    this.base = this.base === null ? (this.changes as Map<string, V>) : new Map(this.entries());
    this.changes = new Map();
  }
}

const GONE = Symbol('gone');

/** From this many entries on, copies are shared. */
const LARGE = 128;
