/** Finds where bracket arguments end, `[=[ … ]=]`, without reading the text again for each one that has no end. */
export class BracketSearch {
  /** For a number of `=`: from where on no closing bracket follows. */
  private readonly without = new Map<number, number>();

  constructor(private readonly text: string) {}

  /** The place behind the bracket argument that begins at `start`; null if none does. It has one character at least. */
  endOf(start: number): number | null {
    const { text } = this;
    if (text[start] !== '[') return null;
    let from = start + 1;
    while (text[from] === '=') from++;
    if (text[from] !== '[') return null;
    const equals = from - start - 1;
    if (start >= (this.without.get(equals) ?? Infinity)) return null;
    const closing = `]${'='.repeat(equals)}]`;
    const found = text.indexOf(closing, from + 2);
    if (found >= 0) return found + closing.length;
    this.without.set(equals, start);
    return null;
  }
}
