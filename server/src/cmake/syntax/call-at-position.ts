/** What is at a position of a text, which may be incomplete. Offsets count UTF-16 units. */
export type Place =
  /** In a comment or a bracket argument, where nothing can be completed. */
  | { kind: 'none' }
  /** At the name of a command, or where one may begin. */
  | { kind: 'command'; start: number; prefix: string }
  | {
      kind: 'argument';
      /** In lower case. */
      command: string;
      /** The arguments before this one, without quotes. */
      before: string[];
      /** Where the text of this argument begins, after its quote. */
      start: number;
      /** The text of this argument up to the position. */
      prefix: string;
      quoted: boolean;
      /** The innermost `${` that is open at the position. `start` is the offset after it. */
      variable: { start: number; prefix: string } | null;
    };

/**
 * Finds the call around a position by reading the text before it. In contrast to the tree, this does not depend on the text
 * after it, which is often broken while the user types.
 */
export function placeAt(text: string, offset: number): Place {
  const reader = new PlaceReader(text, offset);
  return reader.read();
}

class PlaceReader {
  private at = 0;
  private command: string | null = null;
  private depth = 0;
  private args: string[] = [];

  constructor(
    private readonly text: string,
    private readonly end: number,
  ) {}

  read(): Place {
    const { text, end } = this;
    while (this.at < end) {
      const char = text[this.at]!;
      if (char === '#') {
        if (!this.skip(/#\[(=*)\[/y, (marks) => `]${marks}]`, '\n')) return { kind: 'none' };
      } else if (this.command === null) {
        const place = this.outside(char);
        if (place) return place;
      } else {
        const place = this.inside(char);
        if (place) return place;
      }
    }
    if (this.command === null) return { kind: 'command', start: end, prefix: '' };
    return this.argument(end, false);
  }

  private outside(char: string): Place | null {
    if (!/[A-Za-z_]/.test(char)) {
      this.at++;
      return null;
    }
    const start = this.at;
    while (this.at < this.text.length && /\w/.test(this.text[this.at]!)) this.at++;
    if (this.at >= this.end) return { kind: 'command', start, prefix: this.text.slice(start, this.end) };
    const name = this.text.slice(start, this.at);
    const opening = /[ \t]*\(/y;
    opening.lastIndex = this.at;
    const found = opening.exec(this.text);
    if (found && opening.lastIndex <= this.end) {
      this.command = name.toLowerCase();
      this.args = [];
      this.depth = 1;
      this.at = opening.lastIndex;
    }
    return null;
  }

  private inside(char: string): Place | null {
    const { text, end } = this;
    const start = this.at;
    if (/\s/.test(char)) this.at++;
    else if (char === '(') {
      this.depth++;
      this.at++;
    } else if (char === ')') {
      this.at++;
      if (--this.depth === 0) this.command = null;
    } else if (char === '"') {
      this.at++;
      while (this.at < end && text[this.at] !== '"') this.at += text[this.at] === '\\' ? 2 : 1;
      if (this.at >= end) return this.argument(start + 1, true);
      this.args.push(text.slice(start + 1, this.at));
      this.at++;
    } else if (/\[=*\[/y.test(text.slice(start, start + 20))) {
      if (!this.skip(/\[(=*)\[/y, (marks) => `]${marks}]`, null)) return { kind: 'none' };
      this.args.push('');
    } else {
      while (this.at < end && !/[\s()"#]/.test(text[this.at]!)) this.at += text[this.at] === '\\' ? 2 : 1;
      if (this.at >= end) return this.argument(start, false);
      this.args.push(text.slice(start, this.at));
    }
    return null;
  }

  private argument(start: number, quoted: boolean): Place {
    const prefix = this.text.slice(start, this.end);
    return {
      kind: 'argument',
      command: this.command ?? '',
      before: this.args,
      start,
      prefix,
      quoted,
      variable: openVariable(prefix, start),
    };
  }

  /** Skips to the end of a bracket, or else after `otherwise`. Returns false if the position is inside. */
  private skip(opening: RegExp, closing: (marks: string) => string, otherwise: string | null): boolean {
    opening.lastIndex = this.at;
    const found = opening.exec(this.text);
    const mark = found ? closing(found[1] ?? '') : (otherwise ?? '\n');
    const at = this.text.indexOf(mark, this.at + (found ? found[0].length : 1));
    this.at = at < 0 ? this.text.length + 1 : at + mark.length;
    // A line comment ends before its newline, so the position after its last character is still inside.
    return this.at <= this.end;
  }
}

function openVariable(prefix: string, start: number): { start: number; prefix: string } | null {
  const open: number[] = [];
  for (let at = 0; at < prefix.length; at++) {
    if (prefix[at] === '$' && prefix[at + 1] === '{') open.push(++at + 1);
    else if (prefix[at] === '}') open.pop();
  }
  const last = open.at(-1);
  return last === undefined ? null : { start: start + last, prefix: prefix.slice(last) };
}
