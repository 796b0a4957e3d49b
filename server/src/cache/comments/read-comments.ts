/*
 * The comments of a C++ file, as clang's lexer finds them. Files are read as Latin-1, so that a character is a byte.
 */

/** A place in a file. Lines and columns begin at 1, and columns count bytes. */
export interface Place {
  line: number;
  column: number;
  offset: number;
}

/** A comment. `end` is the place after its last character, and before the end of the line. */
export interface Comment {
  begin: Place;
  end: Place;
}

/** A file, as far as its comments matter. */
export interface CommentedFile {
  /** The comments that may document a declaration, in their order. */
  documentation: readonly Comment[];
  /**
   * The code of each line, and where in it the comments are. If it is the same for two files, clang gives their comments
   * to the same declarations. It leaves out what comments say, as clang goes by how they begin.
   */
  skeleton: string;
}

/** Reads the comments of a file. Null if a comment is unfinished, or continues on the next line after a backslash. */
export function readComments(bytes: Buffer): CommentedFile | null {
  return new Reader(bytes.toString('latin1')).read();
}

/** What may begin or end code: a comment, a literal, the end of a line. */
const NEXT = /\/\/|\/\*|"|'|\n/g;
/** clang gives no comment to a declaration if one of these is between them, also if they are in another comment. */
const SEPARATORS = /[;{}#@]/;
/** How a comment begins that documents what follows it, or, with a `<`, what is before it. */
const DOCUMENTATION = /^(?:\/\/[/!]|\/\*!|\/\*\*(?!\/))<?/;
const RAW_STRING = /(?:^|[^\w])(?:u8|[uUL])?R$/;

class Reader {
  readonly #documentation: Comment[] = [];
  readonly #skeleton: string[] = [];
  #line = 1;
  #lineStart = 0;
  /** Where the code since the last comment or line begins. */
  #codeStart = 0;
  /** Whether the line has code before this place. */
  #lineHasCode = false;
  /** Whether there is no code since the last comment in the skeleton. */
  #isBesideComment = false;
  /** Comments that matter only if one that documents something follows before any code. */
  #mayMatter: string[] = [];

  constructor(private readonly text: string) {}

  read(): CommentedFile | null {
    let at = 0;
    for (;;) {
      NEXT.lastIndex = at;
      const match = NEXT.exec(this.text);
      if (!match) break;
      const [found] = match;
      const start = match.index;
      if (found === '\n') {
        at = this.#endLine(start);
      } else if (found === '"' || found === "'") {
        at = this.#afterLiteral(start, found);
        this.#countLines(start, at);
      } else {
        const end = found === '//' ? this.#endOfLine(start) : this.text.indexOf('*/', start + 2) + 2;
        if (end < start + 2 || /\\\r?\n|\\\r?$/.test(this.text.slice(start, end))) return null;
        this.#comment(start, end);
        at = end;
      }
    }
    this.#code(this.text.length);
    return { documentation: this.#documentation, skeleton: this.#skeleton.join('\n') };
  }

  #endLine(at: number): number {
    this.#code(at);
    this.#line++;
    this.#lineStart = this.#codeStart = at + 1;
    this.#lineHasCode = false;
    return at + 1;
  }

  /** Adds the code up to a place to the skeleton. */
  #code(end: number): void {
    const code = this.text.slice(this.#codeStart, end).replace(/\s+/g, ' ').trim();
    this.#codeStart = end;
    if (code === '') return;
    this.#lineHasCode = true;
    this.#isBesideComment = false;
    this.#mayMatter = [];
    this.#skeleton.push(`${this.#line} ${code}`);
  }

  #comment(start: number, end: number): void {
    this.#code(start);
    const begin = this.#place(start);
    const isFirst = !this.#lineHasCode;
    this.#countLines(start, end);
    this.#codeStart = end;
    const text = this.text.slice(start, end);
    const [documentation] = DOCUMENTATION.exec(text) ?? [];
    const spelled = `${begin.line} ${documentation ?? text.slice(0, 2)} to ${this.#line}`;
    if (documentation !== undefined) {
      this.#documentation.push({ begin, end: this.#place(end) });
      this.#keep(spelled);
    } else if (SEPARATORS.test(text)) {
      this.#keep(`${spelled} ;`);
    } else if (this.#isBesideComment) {
      // It may continue the last one, if both begin in the same column.
      this.#keep(`${spelled} in ${begin.column}`);
    } else if (isFirst || !this.#isLast(end)) {
      this.#mayMatter.push(spelled);
    }
  }

  /** Adds a comment to the skeleton, and those that are right before it. */
  #keep(spelled: string): void {
    this.#skeleton.push(...this.#mayMatter, spelled);
    this.#mayMatter = [];
    this.#isBesideComment = true;
  }

  /** Whether nothing else is on the line. */
  #isLast(end: number): boolean {
    return this.text.slice(end, this.#endOfLine(end)).trim() === '';
  }

  #place(offset: number): Place {
    return { line: this.#line, column: offset - this.#lineStart + 1, offset };
  }

  /** Counts the lines that end in a comment or a literal. */
  #countLines(start: number, end: number): void {
    for (let at = this.text.indexOf('\n', start); at >= 0 && at < end; at = this.text.indexOf('\n', at + 1)) {
      this.#line++;
      this.#lineStart = at + 1;
    }
  }

  /** The end of the line of a place, before its line break. */
  #endOfLine(from: number): number {
    const newline = this.text.indexOf('\n', from);
    const end = newline < 0 ? this.text.length : newline;
    return this.text[end - 1] === '\r' && end > from ? end - 1 : end;
  }

  /** The end of a literal, or the place after a quote that begins none, as in `1'000` and `#error don't`. */
  #afterLiteral(start: number, quote: string): number {
    const before = this.text.slice(Math.max(0, start - 4), start);
    if (quote === '"' && RAW_STRING.test(before)) {
      const delimiter = this.text.slice(start + 1, this.text.indexOf('(', start));
      const close = this.text.indexOf(`)${delimiter}"`, start);
      return close < 0 ? this.text.length : close + delimiter.length + 2;
    }
    if (quote === "'" && /\w$/.test(before)) return start + 1;
    for (let at = start + 1; at < this.text.length && this.text[at] !== '\n'; at++) {
      if (this.text[at] === '\\') at++;
      else if (this.text[at] === quote) return at + 1;
    }
    return start + 1;
  }
}
