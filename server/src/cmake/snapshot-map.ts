/**
 * A map that can be frozen in its present state at the cost of one copy per change since the last time. The copies are
 * shared: freezing a map that did not change costs nothing.
 */
export class SnapshotMap<V> {
  private map: Map<string, V>;
  private frozen: ReadonlyMap<string, V> | null;

  /** With `from`, a map in a frozen state; it is copied when it is first changed. */
  constructor(from?: ReadonlyMap<string, V>) {
    this.map = (from as Map<string, V> | undefined) ?? new Map<string, V>();
    this.frozen = from ?? null;
  }

  get(key: string): V | undefined {
    return this.map.get(key);
  }

  has(key: string): boolean {
    return this.map.has(key);
  }

  set(key: string, value: V): void {
    if (this.frozen !== null) this.thaw();
    this.map.set(key, value);
  }

  delete(key: string): void {
    if (!this.map.has(key)) return;
    if (this.frozen !== null) this.thaw();
    this.map.delete(key);
  }

  keys(): IterableIterator<string> {
    return this.map.keys();
  }

  entries(): IterableIterator<[string, V]> {
    return this.map.entries();
  }

  get size(): number {
    return this.map.size;
  }

  freeze(): ReadonlyMap<string, V> {
    this.frozen ??= this.map;
    return this.frozen;
  }

  private thaw(): void {
    this.map = new Map(this.map);
    this.frozen = null;
  }
}
