import { BracketSearch } from './brackets';
import { isBlankAt } from './text';
import type {
  Argument,
  CommandElement,
  Comment,
  CommentedArgument,
  Element,
  Parenthesized,
  TextArgument,
} from './tree';

/**
 * Reads a text with `\n` line ends for the formatter. In contrast to the evaluation, the formatter needs blank lines, blanks
 * and comments. Returns null if the text is not plain CMake or nests parentheses too deeply. Such a text is left alone.
 */
export function readElements(text: string): Element[] | null {
  try {
    return new Reader(text).elements();
  } catch (error) {
    if (error === REFUSED) return null;
    throw error;
  }
}

/** Always the same object, because its stack is never used. */
const REFUSED = new Error('refused');
const MAX_PARENTHESES = 100;
const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const DOLLAR = 36;
const BACKSLASH = 92;
/** The characters other than blanks that end an unquoted argument: `"`, `#` and parentheses. */
const ENDING: ReadonlySet<number> = new Set([QUOTE, 35, 40, 41]);
const OFF = '# gersemi: off';
const ON = '# gersemi: on';
const OPENING = /^(?:if|foreach|while|function|macro|block)$/;

interface Block {
  type: string;
  hasElse: boolean;
}

/** An argument with its positions, which show whether it touches the next one. */
type Placed = (TextArgument | Parenthesized) & { start: number; end: number };

class Reader {
  private at = 0;
  private readonly blocks: Block[] = [];
  private readonly brackets: BracketSearch;

  constructor(private readonly text: string) {
    this.brackets = new BracketSearch(text);
  }

  elements(): Element[] {
    const elements: Element[] = [];
    let newlines = 0;
    // A blank line is dropped at the beginning and the end of a block, and at the beginning of the text.
    let first = true;
    for (;;) {
      newlines += this.skipNewlines();
      if (this.at >= this.text.length) break;
      if (elements.length > 0 && newlines === 0) throw REFUSED;
      const place = { depth: this.blocks.length, afterBlankLine: newlines > 1 && !first };
      newlines = 0;
      first = false;
      if (this.text.startsWith(OFF, this.at))
        elements.push({ kind: 'verbatim', body: this.verbatim(), ...place });
      else if (this.text[this.at] === '#')
        elements.push({ kind: 'comments', comments: this.comments(), ...place });
      else {
        const command = this.command();
        const role = this.blockRole(command.name.toLowerCase());
        if (role === 'middle' || role === 'closing') {
          place.depth--;
          place.afterBlankLine = false;
        }
        if (role === 'opening' || role === 'middle') first = true;
        command.depth = place.depth;
        command.afterBlankLine = place.afterBlankLine;
        elements.push(command);
      }
    }
    if (this.blocks.length > 0) throw REFUSED;
    return elements;
  }

  private skipBlanks(): void {
    for (let code = this.code(); code === SPACE || code === TAB; code = this.code()) this.at++;
  }

  private code(): number {
    return this.text.charCodeAt(this.at);
  }

  /** Skips blanks and line ends. Returns the number of line ends. */
  private skipNewlines(): number {
    for (let newlines = 0; ; newlines++) {
      this.skipBlanks();
      if (this.text[this.at] !== '\n') return newlines;
      this.at++;
    }
  }

  /** The role of a command in the block around it. */
  private blockRole(name: string): 'opening' | 'middle' | 'closing' | null {
    const block = this.blocks[this.blocks.length - 1];
    if (OPENING.test(name)) {
      this.blocks.push({ type: name, hasElse: false });
      return 'opening';
    }
    if (name === 'else' || name === 'elseif') {
      if (block?.type !== 'if' || block.hasElse) throw REFUSED;
      block.hasElse = name === 'else';
      return 'middle';
    }
    if (!name.startsWith('end') || !OPENING.test(name.slice(3))) return null;
    if (block?.type !== name.slice(3)) throw REFUSED;
    this.blocks.pop();
    return 'closing';
  }

  private verbatim(): string {
    const from = this.at + OFF.length;
    for (let line = from; ;) {
      let start = line;
      while (this.text[start] === ' ' || this.text[start] === '\t') start++;
      if (this.text.startsWith(ON, start)) {
        this.at = start + ON.length;
        return this.text.slice(from, line);
      }
      const end = this.text.indexOf('\n', line);
      if (end < 0) throw REFUSED;
      line = end + 1;
    }
  }

  private comments(): Comment[] {
    const comments: Comment[] = [];
    while (this.text[this.at] === '#') {
      comments.push(this.comment());
      this.skipBlanks();
    }
    return comments;
  }

  private comment(): Comment {
    const end = this.brackets.endOf(this.at + 1);
    if (end === null) return this.lineComment();
    const text = this.text.slice(this.at + 1, end);
    this.at = end;
    return { kind: 'bracketComment', text };
  }

  private lineComment(): Comment {
    const from = this.at + 1;
    const end = this.text.indexOf('\n', from);
    this.at = end < 0 ? this.text.length : end;
    return { kind: 'lineComment', text: this.text.slice(from, this.at) };
  }

  /** Reads a command. The caller sets its place. */
  private command(): CommandElement {
    const start = this.at;
    while (isIdentifier(this.text.charCodeAt(this.at))) this.at++;
    const name = this.text.slice(start, this.at);
    if (!/^[A-Za-z_]/.test(name)) throw REFUSED;
    this.skipBlanks();
    if (this.text[this.at] !== '(') throw REFUSED;
    const from = ++this.at;
    const args = this.args();
    const content = this.text.slice(from, this.at - 1);
    this.skipBlanks();
    const comment = this.text[this.at] === '#' ? this.lineComment() : null;
    const indentation = this.text.slice(this.text.lastIndexOf('\n', start - 1) + 1, start);
    const place = { depth: 0, afterBlankLine: false };
    return { kind: 'command', name, args, content, indentation, start, comment, ...place };
  }

  /** Reads the arguments, up to and including the closing parenthesis. */
  private args(): Argument[] {
    const open: { args: Argument[]; start: number }[] = [];
    let args: Argument[] = [];
    /** The argument that a comment at this position belongs to. */
    let before: Placed | null = null;
    for (;;) {
      this.skipBlanks();
      const char = this.text[this.at];
      if (char === '\n') {
        this.at++;
        before = null;
      } else if (char === '#') {
        const comment = this.comment();
        if (comment.kind === 'lineComment' && this.text[this.at] !== '\n') throw REFUSED;
        if (before) args[args.length - 1] = { kind: 'commented', argument: before, comment };
        else args.push(comment);
        before = null;
      } else if (char === '(') {
        if (open.length >= MAX_PARENTHESES) throw REFUSED;
        open.push({ args, start: this.at++ });
        args = [];
        before = null;
      } else if (char === ')') {
        this.at++;
        const around = open.pop();
        if (!around) return joinTouching(args);
        before = { kind: 'parenthesized', args: joinTouching(args), start: around.start, end: this.at };
        args = around.args;
        args.push(before);
      } else {
        before = this.argument();
        args.push(before);
      }
    }
  }

  private argument(): Placed {
    const start = this.at;
    if (this.text[start] === '"') return { kind: 'quoted', text: this.quoted(), start, end: this.at };
    const end = this.brackets.endOf(start);
    if (end !== null) {
      this.at = end;
      return { kind: 'bracket', text: this.text.slice(start, end), start, end };
    }
    this.skipUnquoted();
    if (this.at === start) throw REFUSED;
    return { kind: 'unquoted', text: this.text.slice(start, this.at), start, end: this.at };
  }

  private quoted(): string {
    const from = ++this.at;
    for (;;) {
      const code = this.code();
      if (Number.isNaN(code)) throw REFUSED;
      if (code === QUOTE) return this.text.slice(from, this.at++);
      if (code === BACKSLASH) this.skipEscape();
      else this.at++;
    }
  }

  private skipUnquoted(): void {
    // A bracket ends an argument only at the start of the argument, and after an escape or a reference.
    let fresh = true;
    for (;;) {
      const code = this.code();
      if (Number.isNaN(code) || ENDING.has(code) || isBlankAt(this.text, this.at)) return;
      if (code === DOLLAR && this.skipMakeReference()) {
        fresh = true;
        continue;
      }
      if (fresh && opensBracket(this.text, this.at)) return;
      if (code === BACKSLASH) this.skipEscape();
      else this.at++;
      fresh = code === BACKSLASH || code === DOLLAR;
    }
  }

  private skipEscape(): void {
    const escaped = this.text[this.at + 1];
    if (escaped === undefined || /[A-Za-mo-qsu-z0-9]/.test(escaped)) throw REFUSED;
    this.at += escaped >= '\ud800' && escaped < '\udc00' ? 3 : 2;
  }

  /** Skips a `$(NAME)`. Returns false if there is none. */
  private skipMakeReference(): boolean {
    if (this.text[this.at + 1] !== '(') return false;
    let end = this.at + 2;
    while (end < this.text.length && !')\n"#'.includes(this.text[end]!)) end++;
    if (this.text[end] !== ')' || end === this.at + 2) return false;
    this.at = end + 1;
    return true;
  }
}

/** Joins an unquoted argument with the arguments that touch its end, as in `-D"a b"`. */
function joinTouching(args: Argument[]): Argument[] {
  if (args.length < 2) return args;
  const joined: Argument[] = [];
  for (const arg of args) {
    const before = joined[joined.length - 1] as Placed | undefined;
    const inner = (arg.kind === 'commented' ? arg.argument : arg) as Placed;
    if (
      before?.kind === 'unquoted' &&
      (inner.kind === 'unquoted' || inner.kind === 'quoted') &&
      before.end === inner.start
    ) {
      const text = before.text + (inner.kind === 'quoted' ? `"${inner.text}"` : inner.text);
      const both: Placed = { kind: 'unquoted', text, start: before.start, end: inner.end };
      joined[joined.length - 1] =
        arg.kind === 'commented' ? ({ ...arg, argument: both } satisfies CommentedArgument) : both;
    } else joined.push(arg);
  }
  return joined;
}

function opensBracket(text: string, at: number): boolean {
  if (text[at] !== '[') return false;
  let end = at + 1;
  while (text[end] === '=') end++;
  return text[end] === '[';
}

function isIdentifier(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57)
  );
}
