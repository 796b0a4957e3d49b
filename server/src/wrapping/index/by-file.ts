/**
 * The order in which files count if several define the same name: macro files before `.wrap` files, then by path. The order
 * must not depend on what was read or opened first.
 */
export function compareFiles(a: string, b: string): number {
  const order = Number(a.endsWith('.wrap')) - Number(b.endsWith('.wrap'));
  return order !== 0 ? order : a < b ? -1 : a > b ? 1 : 0;
}

/** Values by key, each from one file. They are returned in the order of the files, no matter when they were added. */
export class ByFile<T> {
  private readonly byKey = new Map<string, Map<string, T[]>>();
  /** The results of `get`, until the key changes. */
  private readonly ordered = new Map<string, readonly T[]>();
  private orderedKeys: readonly string[] | null = null;

  add(key: string, file: string, value: T): void {
    let files = this.byKey.get(key);
    if (!files) {
      files = new Map();
      this.byKey.set(key, files);
      this.orderedKeys = null;
    }
    const values = files.get(file);
    if (values) values.push(value);
    else files.set(file, [value]);
    this.ordered.delete(key);
  }

  /** Removes the values of a file under a key. */
  delete(key: string, file: string): void {
    const files = this.byKey.get(key);
    if (!files?.delete(file)) return;
    this.ordered.delete(key);
    if (files.size > 0) return;
    this.byKey.delete(key);
    this.orderedKeys = null;
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  get(key: string): readonly T[] {
    const known = this.ordered.get(key);
    if (known) return known;
    const files = this.byKey.get(key);
    if (!files) return [];
    const values = [...files].sort(([a], [b]) => compareFiles(a, b)).flatMap(([, found]) => found);
    this.ordered.set(key, values);
    return values;
  }

  /** The number of files that have the key. */
  countFiles(key: string): number {
    return this.byKey.get(key)?.size ?? 0;
  }

  /** All keys in alphabetical order. */
  keys(): readonly string[] {
    return (this.orderedKeys ??= [...this.byKey.keys()].sort());
  }
}
