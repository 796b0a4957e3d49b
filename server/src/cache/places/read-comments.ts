/*
 * The code and the comments of a C++ file, as clang's lexer finds them. Files are read as Latin-1, so that a character is a byte.
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

/** A file, as far as the places of its declarations and comments matter. */
export interface CommentedFile {
  /** The comments that may document a declaration, in their order. */
  documentation: readonly Comment[];
  /** The line of each piece of code. A piece is what is between comments and the ends of lines. */
  code: readonly number[];
  /**
   * The code and the comments that matter, without the numbers of their lines. If it is the same for two files, they have the same
   * declarations, and clang gives their comments to the same ones. It leaves out what comments say, as clang goes by how they begin.
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
/** How a comment begins that documents what follows it, or, with a `<`, what is before it. To clang this includes the `/**` of an empty one. */
const DOCUMENTATION = /^(?:\/\/[/!]|\/\*[*!])<?/;
/** How a comment begins that clang keeps but that documents nothing. An empty `//` is none. */
const ORDINARY = /^\/(?:\/(?=.)|\*)/s;
const RAW_STRING = /(?:^|[^\w])(?:u8|[uUL])?R$/;

/** Code or a comment, and the lines on which it begins and ends. */
interface Lines {
  spelled: string;
  begin: number;
  end: number;
}

/** The last part of a skeleton. */
interface Part {
  kind: 'code' | 'comment';
  end: number;
  /** Whether a backslash joins it to the next line. */
  isJoined: boolean;
}

class Reader {
  readonly #documentation: Comment[] = [];
  readonly #codeLines: number[] = [];
  readonly #skeleton: string[] = [];
  #line = 1;
  #lineStart = 0;
  /** Where the code since the last comment or line begins. */
  #codeStart = 0;
  #codeLine = 1;
  #newline = -1;
  /** Whether the line has code before this place. */
  #lineHasCode = false;
  #last: Part = { kind: 'code', end: 0, isJoined: false };
  /** The columns of the last comments in the skeleton, as far as they are not in it. */
  #columns: number[] = [];
  /** Comments that matter only if one that documents something follows before any code. */
  #mayMatter: Lines[] = [];

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
    return {
      documentation: this.#documentation,
      code: this.#codeLines,
      skeleton: this.#skeleton.join('\n'),
    };
  }

  #endLine(at: number): number {
    this.#code(at);
    this.#line++;
    this.#lineStart = this.#codeStart = at + 1;
    this.#codeLine = this.#line;
    this.#lineHasCode = false;
    return at + 1;
  }

  /** Adds the code up to a place to the skeleton. */
  #code(end: number): void {
    const code = this.text.slice(this.#codeStart, end).replace(/\s+/g, ' ').trim();
    const begin = this.#codeLine;
    this.#codeStart = end;
    this.#codeLine = this.#line;
    if (code === '') return;
    this.#lineHasCode = true;
    this.#columns = [];
    this.#mayMatter = [];
    this.#codeLines.push(begin);
    this.#push('code', { spelled: code, begin, end: this.#line });
  }

  #comment(start: number, end: number): void {
    this.#code(start);
    const begin = this.#place(start);
    const isFirst = !this.#lineHasCode;
    this.#countLines(start, end);
    this.#codeStart = end;
    this.#codeLine = this.#line;
    const text = this.text.slice(start, end);
    const [documentation] = DOCUMENTATION.exec(text) ?? [];
    const [ordinary = 'nothing'] = ORDINARY.exec(text) ?? [];
    const one = { spelled: documentation ?? ordinary, begin: begin.line, end: this.#line };
    if (documentation !== undefined) {
      this.#documentation.push({ begin, end: this.#place(end) });
      this.#keep(one, begin.column);
    } else if (this.#last.kind === 'comment') {
      // It may continue one of the last, if both begin in the same column.
      const columns = [...this.#columns, begin.column].join(' ');
      this.#columns = [];
      this.#keep({ ...one, spelled: `${one.spelled} ${SEPARATORS.test(text) ? ';' : 'in'} ${columns}` });
    } else if (SEPARATORS.test(text)) {
      this.#keep({ ...one, spelled: `${one.spelled} ;` }, begin.column);
    } else if (isFirst || !this.#isLast(end)) {
      this.#mayMatter.push(one);
    }
  }

  /** Adds a comment to the skeleton, and those that are right before it. */
  #keep(comment: Lines, column?: number): void {
    for (const one of [...this.#mayMatter, comment]) this.#push('comment', one);
    this.#mayMatter = [];
    if (column !== undefined) this.#columns.push(column);
  }

  /**
   * Adds a part to the skeleton: on the line of the last one, on a later line, or, if that matters, on the next line or further below.
   * It matters between comments, which clang may merge, and after a backslash, which joins the next line.
   */
  #push(kind: Part['kind'], { spelled, begin, end }: Lines): void {
    const last = this.#last;
    const most = last.isJoined || (last.kind === 'comment' && kind === 'comment') ? 2 : 1;
    this.#skeleton.push(`${Math.min(begin - last.end, most)} ${spelled}`);
    this.#last = { kind, end, isJoined: kind === 'code' && spelled.endsWith('\\') };
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
    for (let at = this.#newlineAfter(start); at < end; at = this.#newlineAfter(at + 1)) {
      this.#line++;
      this.#lineStart = at + 1;
    }
  }

  /** The end of the line of a place, before its line break. */
  #endOfLine(from: number): number {
    const end = this.#newlineAfter(from);
    return this.text[end - 1] === '\r' && end > from ? end - 1 : end;
  }

  /** The first line break that is not before a place. It is searched once, because a line may have many comments. */
  #newlineAfter(from: number): number {
    if (this.#newline < from) this.#newline = this.text.indexOf('\n', from);
    if (this.#newline < 0) this.#newline = this.text.length;
    return this.#newline;
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
