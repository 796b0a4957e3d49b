/**
 * Finds the ends of bracket arguments such as `[=[ … ]=]`. It does not search the text again for each bracket that is never
 * closed.
 */
export class BracketSearch {
  /** For each number of `=`: the position after which there is no closing bracket. */
  private readonly without = new Map<number, number>();

  constructor(private readonly text: string) {}

  /**
   * The position after the bracket argument that begins at `start`, or null if there is none. A bracket argument has at
   * least one character.
   */
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
