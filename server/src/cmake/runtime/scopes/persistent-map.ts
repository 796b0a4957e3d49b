/** The state of a map at one moment. */
export type FrozenMap<V> = Omit<SnapshotMap<V>, 'set' | 'delete' | 'freeze'>;

/**
 * A map that can be frozen. Freezing an unchanged map costs nothing, and otherwise the next change copies the map. For a
 * large map only the changes are copied, and the base below them is shared.
 */
export class SnapshotMap<V> {
  /** The differences from `base`, or all entries if there is no base. */
  private changes: Map<string, V | typeof GONE>;
  private base: ReadonlyMap<string, V> | null;
  /** The last frozen state, while it is still the current state. */
  private frozen: SnapshotMap<V> | null;

  /** With `from`, the map starts in a frozen state, which the first change copies. */
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

/** Maps with more entries than this share their base. */
const LARGE = 128;
