import type { Range } from '../../shared/text-range';

/** Places by file, each of which gets the new name. */
export type RenamePlaces = ReadonlyMap<string, readonly Range[]>;

/** The places of one rename, without duplicates. */
export class Places {
  private readonly files = new Map<string, Map<string, Range>>();

  get size(): number {
    return this.files.size;
  }

  add(file: string, places: readonly { range: Range }[]): void {
    if (places.length === 0) return;
    const ranges = this.files.get(file) ?? new Map<string, Range>();
    this.files.set(file, ranges);
    for (const { range } of places) ranges.set(`${range.start.line}:${range.start.character}`, range);
  }

  addAll(other: Places): void {
    for (const [file, ranges] of other.files)
      this.add(
        file,
        [...ranges.values()].map((range) => ({ range })),
      );
  }

  with(other: Places): Places {
    const both = new Places();
    both.addAll(this);
    both.addAll(other);
    return both;
  }

  sorted(): RenamePlaces {
    return new Map(
      [...this.files]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([file, ranges]) => [
          file,
          [...ranges.values()].sort(
            (a, b) => a.start.line - b.start.line || a.start.character - b.start.character,
          ),
        ]),
    );
  }
}
