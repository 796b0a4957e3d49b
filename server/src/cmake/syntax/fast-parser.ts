import type {
  Argument,
  Block,
  BlockType,
  Branch,
  Command,
  Comment,
  Script,
  Statement,
  VariableReference,
} from './ast';
import { MAX_NESTED_BLOCKS } from './nesting';
import type { Position, Range } from '../../shared/text-range';

/**
 * Reads a script without errors, ten times as fast as the syntax tree. The evaluation and the index use it, because they
 * read a thousand scripts. Returns null if anything is wrong or unusual, in which case the syntax tree decides. With
 * `whole`, the result is the same as from the syntax tree. Otherwise it has no comments and no references, which the
 * evaluation finds itself.
 */
export function readScript(text: string, { whole = false } = {}): Script | null {
  // Carriage returns, NULs and byte order marks have special rules.
  if (/[\r\0\ufeff]/.test(text)) return null;
  try {
    const reader = new Reader(text, whole);
    const statements = reader.script();
    return { statements, comments: reader.comments, errors: [] };
  } catch (error) {
    if (error === UNUSUAL) return null;
    throw error;
  }
}

/** Thrown if the text is not plain. Always the same object, because its stack is never used. */
const UNUSUAL = new Error('unusual');

const TAB = 9;
const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const OPEN = 40;
const CLOSE = 41;
const EQUALS = 61;
const BRACKET = 91;
const BACKSLASH = 92;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/** The maximum nesting of references. Nobody writes deeper ones. */
const MAX_NESTED = 50;
const NO_REFERENCES: Argument['references'] = [];

/** The commands that open, continue and close a block. */
const OPENING: ReadonlyMap<string, BlockType> = new Map(
  (['if', 'foreach', 'while', 'function', 'macro', 'block'] as const).map((type) => [type, type]),
);
const CLOSING: ReadonlyMap<string, BlockType> = new Map(
  [...OPENING.values()].map((type) => [`end${type}`, type]),
);

interface OpenBlock {
  type: BlockType;
  branches: Branch[];
  body: Statement[];
  around: Statement[];
  hasElse: boolean;
}

class Reader {
  private at = 0;
  private line = 0;
  private lineStart = 0;
  readonly comments: Comment[] = [];

  constructor(
    private readonly text: string,
    private readonly whole: boolean,
  ) {}

  script(): Statement[] {
    const top: Statement[] = [];
    const blocks: OpenBlock[] = [];
    let body = top;
    while (this.toCommand()) {
      const command = this.command();
      const name = command.name.toLowerCase();
      const opens = OPENING.get(name);
      const block = blocks[blocks.length - 1];
      if (opens !== undefined) {
        const inner: Statement[] = [];
        const branches = [{ open: command, body: inner }];
        if (blocks.length >= MAX_NESTED_BLOCKS) throw UNUSUAL;
        blocks.push({ type: opens, branches, body: inner, around: body, hasElse: false });
        body = inner;
      } else if (name === 'else' || name === 'elseif') {
        if (block?.type !== 'if' || block.hasElse) throw UNUSUAL;
        block.hasElse = name === 'else';
        body = [];
        block.branches.push({ open: command, body });
      } else if (CLOSING.has(name)) {
        if (block?.type !== CLOSING.get(name)) throw UNUSUAL;
        blocks.pop();
        body = block!.around;
        body.push(closed(block!, command));
      } else {
        body.push(command);
      }
    }
    if (blocks.length > 0) throw UNUSUAL;
    return top;
  }

  /**
   * Skips space and comments up to the next command. Returns false at the end. It is unusual if a command or a bracket
   * comment comes before a command on its line.
   */
  private toCommand(): boolean {
    const { text } = this;
    let freshLine = this.at === 0;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === SPACE || code === TAB) this.at++;
      else if (code === NEWLINE) {
        this.newLine();
        freshLine = true;
      } else if (code === HASH) {
        if (this.comment()) freshLine = false;
      } else if (Number.isNaN(code)) return false;
      else if (!freshLine) throw UNUSUAL;
      else return true;
    }
  }

  private command(): Command {
    const { text } = this;
    const from = this.at;
    const start = this.position();
    while (isIdentifier(text.charCodeAt(this.at))) this.at++;
    const first = text.charCodeAt(from);
    if (this.at === from || (first >= 48 && first <= 57)) throw UNUSUAL;
    const name = text.slice(from, this.at);
    const nameRange = { start, end: this.position() };
    while (text.charCodeAt(this.at) === SPACE || text.charCodeAt(this.at) === TAB) this.at++;
    if (text.charCodeAt(this.at) !== OPEN) throw UNUSUAL;
    this.at++;
    const args: Argument[] = [];
    this.arguments(args);
    return { kind: 'command', name, nameRange, args, range: { start, end: this.position() } };
  }

  /** Reads arguments up to and including the closing parenthesis. */
  private arguments(into: Argument[]): void {
    const { text } = this;
    let depth = 0;
    // CMake rejects or warns about an argument right after another argument or a comment.
    let joint = false;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === SPACE || code === TAB) {
        this.at++;
        joint = false;
        continue;
      }
      if (code === NEWLINE) {
        this.newLine();
        joint = false;
        continue;
      }
      if (code === CLOSE) {
        if (depth-- === 0) {
          this.at++;
          return;
        }
        this.parenthesis(into);
        joint = true;
        continue;
      }
      if (joint || Number.isNaN(code)) throw UNUSUAL;
      if (code === OPEN) {
        depth++;
        this.parenthesis(into);
        continue;
      }
      if (code === HASH) {
        joint = this.comment();
        continue;
      }
      if (code === QUOTE) into.push(this.quoted());
      else if (code === BRACKET && this.bracketWidth(this.at) > 0) into.push(this.bracket());
      else into.push(this.unquoted());
      joint = true;
    }
  }

  private parenthesis(into: Argument[]): void {
    const start = this.position();
    const text = this.text.charAt(this.at++);
    into.push({ kind: 'unquoted', text, range: this.rangeFrom(start), references: NO_REFERENCES });
  }

  private quoted(): Argument {
    const { text } = this;
    const start = this.position();
    const from = ++this.at;
    let continued = false;
    let references = NO_REFERENCES;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === QUOTE) break;
      if (code === DOLLAR && this.whole) {
        references = this.reference(references);
        continue;
      }
      if (Number.isNaN(code)) throw UNUSUAL;
      if (code === BACKSLASH) {
        this.at++;
        if (text.charCodeAt(this.at) === NEWLINE) continued = true;
        else {
          this.at++;
          continue;
        }
      }
      if (text.charCodeAt(this.at) === NEWLINE) this.newLine();
      else this.at++;
    }
    let content = text.slice(from, this.at++);
    if (continued)
      content = content.replace(/\\([^])/g, (escape, escaped) => (escaped === '\n' ? '' : escape));
    return { kind: 'quoted', text: content, range: this.rangeFrom(start), references };
  }

  private unquoted(): Argument {
    const { text } = this;
    const start = this.position();
    const from = this.at;
    let references = NO_REFERENCES;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code <= SPACE || code === CLOSE || code === OPEN || Number.isNaN(code)) break;
      // Quotes and `$(…)` inside the argument, and comments right after it, are old forms.
      if (code === QUOTE || code === HASH) throw UNUSUAL;
      if (code === DOLLAR && text.charCodeAt(this.at + 1) === OPEN) throw UNUSUAL;
      if (code === DOLLAR && this.whole) {
        references = this.reference(references);
        continue;
      }
      if (code === BACKSLASH) {
        this.at++;
        const escaped = text.charCodeAt(this.at);
        if (escaped === NEWLINE || Number.isNaN(escaped)) throw UNUSUAL;
      }
      this.at++;
    }
    const code = text.charCodeAt(this.at);
    if (this.at === from || code === OPEN || (code < SPACE && code !== TAB && code !== NEWLINE))
      throw UNUSUAL;
    const content = text.slice(from, this.at);
    return { kind: 'unquoted', text: content, range: this.rangeFrom(start), references };
  }

  /** Skips the reference or the plain `$` at this position. Returns `before` with the references that were found. */
  private reference(before: VariableReference[], depth = 0): VariableReference[] {
    const { text } = this;
    if (depth > MAX_NESTED) throw UNUSUAL;
    const kind = this.opened();
    if (kind === null) {
      // A generator expression, or text that may be meant as a reference.
      if (/[<{A-Z(]/.test(text.charAt(this.at + 1))) throw UNUSUAL;
      this.at++;
      return before;
    }
    const start = this.position();
    this.at = text.indexOf('{', this.at) + 1;
    const from = this.at;
    let nested = NO_REFERENCES;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === CLOSING_BRACE) break;
      if (code === DOLLAR && this.opened() !== null) nested = this.reference(nested, depth + 1);
      else if (isIdentifier(code) || code === 46 || code === 47 || code === 45 || code === 43) this.at++;
      else throw UNUSUAL;
    }
    if (this.at === from) throw UNUSUAL;
    const name = text.slice(from, this.at++);
    const found = { kind, name, range: this.rangeFrom(start), nested };
    if (before === NO_REFERENCES) return [found];
    before.push(found);
    return before;
  }

  /** The kind of the reference that opens at this position. */
  private opened(): VariableReference['kind'] | null {
    const { text, at } = this;
    if (text.charCodeAt(at + 1) === OPENING_BRACE) return 'normal';
    return text.startsWith('$ENV{', at) ? 'env' : text.startsWith('$CACHE{', at) ? 'cache' : null;
  }

  private bracket(): Argument {
    const start = this.position();
    const [from, to] = this.bracketed(this.at);
    let content = this.text.slice(from, to);
    if (content.startsWith('\n')) content = content.slice(1);
    return { kind: 'bracket', text: content, range: this.rangeFrom(start), references: NO_REFERENCES };
  }

  /** Skips a comment. Returns true for a bracket comment. */
  private comment(): boolean {
    const { text } = this;
    const start = this.position();
    const isBracket = this.bracketWidth(this.at + 1) > 0;
    const [from, to] = isBracket ? this.bracketed(this.at + 1) : this.restOfLine();
    if (this.whole)
      this.comments.push({
        kind: isBracket ? 'bracket' : 'line',
        text: text.slice(from, to),
        range: this.rangeFrom(start),
      });
    return isBracket;
  }

  /** Skips to the end of the line. Returns the start and the end of the text after the current character. */
  private restOfLine(): [from: number, to: number] {
    const from = this.at + 1;
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
    return [from, this.at];
  }

  /** The length of the `[==[` at an index, or 0 if there is none. */
  private bracketWidth(index: number): number {
    const { text } = this;
    if (text.charCodeAt(index) !== BRACKET) return 0;
    let end = index + 1;
    while (text.charCodeAt(end) === EQUALS) end++;
    return text.charCodeAt(end) === BRACKET ? end + 1 - index : 0;
  }

  /** Skips the brackets that open at `index`. Returns the start and the end of their content. */
  private bracketed(index: number): [from: number, to: number] {
    const { text } = this;
    const width = this.bracketWidth(index);
    const from = index + width;
    const to = text.indexOf(`]${'='.repeat(width - 2)}]`, from);
    if (to < 0) throw UNUSUAL;
    for (let at = text.indexOf('\n', index); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) {
      this.line++;
      this.lineStart = at + 1;
    }
    this.at = to + width;
    return [from, to];
  }

  private newLine(): void {
    this.at++;
    this.line++;
    this.lineStart = this.at;
  }

  private position(): Position {
    return { line: this.line, character: this.at - this.lineStart };
  }

  private rangeFrom(start: Position): Range {
    return { start, end: this.position() };
  }
}

function isIdentifier(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57)
  );
}

function closed({ type, branches }: OpenBlock, close: Command): Block {
  const range = { start: branches[0]!.open.range.start, end: close.range.end };
  return { kind: 'block', type, branches, close, range };
}
