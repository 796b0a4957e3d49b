/**
 * Data that is derived from an index, until the index changes. Several indexes may be in use by turns, as when two revisions of a
 * tree are compared, so each has its own.
 */
export class Derived<T> {
  private readonly known = new WeakMap<object, { revision: string; value: T }>();

  /**
   * @param source the index, or an object that lives as long
   * @param revision another one after each change of anything that the data depends on
   */
  of(source: object, revision: string | number, make: () => T): T {
    const known = this.known.get(source);
    if (known?.revision === String(revision)) return known.value;
    const value = make();
    this.known.set(source, { revision: String(revision), value });
    return value;
  }
}
