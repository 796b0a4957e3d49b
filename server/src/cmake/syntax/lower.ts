import * as l10n from '@vscode/l10n';
import type { Language, Tree, TreeCursor } from 'web-tree-sitter';
import type { Range } from '../../shared/text-range';
import type {
  Argument,
  Block,
  BlockType,
  Branch,
  Command,
  Comment,
  Script,
  Statement,
  SyntaxProblem,
  VariableReference,
} from './ast';
import { Lines } from './lines';

const nodeTypes = [
  'command',
  'block',
  'branch',
  'body',
  'identifier',
  'unquoted_argument',
  'quoted_argument',
  'bracket_argument',
  'parenthesized_arguments',
  'variable_reference',
  'environment_reference',
  'cache_reference',
  'generator_expression',
  'variable_name',
  'bracket_comment',
  'line_comment',
  'unexpected',
  'unclosed',
] as const;

type NodeIds = Record<(typeof nodeTypes)[number] | 'open' | 'close', number>;

/** Converts syntax trees of `server/grammar` to the AST. */
export class Converter {
  private readonly ids: NodeIds;

  constructor(language: Language) {
    const id = (type: string, named: boolean): number => {
      const found = language.idForNodeType(type, named);
      if (found === null)
        throw new Error(`tree-sitter-cmake.wasm has no node type ${type}: build it again (npm run grammar).`);
      return found;
    };
    this.ids = Object.fromEntries(nodeTypes.map((type) => [type, id(type, true)])) as NodeIds;
    this.ids.open = id('(', false);
    this.ids.close = id(')', false);
  }

  /** Converts a tree that was parsed from `text`. */
  convert(tree: Tree, text: string): Script {
    const cursor = tree.walk();
    try {
      return new Conversion(this.ids, cursor, text).run();
    } finally {
      cursor.delete();
    }
  }
}

const openString = (): string => l10n.t('This string is never closed: its second quote is missing.');

const byPosition = (a: { range: Range }, b: { range: Range }): number =>
  a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;

/** One walk over a tree. Each method starts and ends with the cursor on the node that it converts. */
class Conversion {
  private readonly lines: Lines;
  private readonly comments: Comment[] = [];
  private readonly errors: SyntaxProblem[] = [];
  /** The line on which the last command ended. */
  private lastLine = -1;

  constructor(
    private readonly ids: NodeIds,
    private readonly cursor: TreeCursor,
    private readonly text: string,
  ) {
    this.lines = new Lines(text);
  }

  run(): Script {
    const statements: Statement[] = [];
    this.statements(statements);
    this.comments.sort(byPosition);
    this.errors.sort(byPosition);
    return { statements, comments: this.comments, errors: this.errors };
  }

  /** Converts the children of this node. */
  private statements(into: Statement[]): void {
    if (!this.cursor.gotoFirstChild()) return;
    do {
      const id = this.cursor.nodeTypeId;
      if (id === this.ids.command) into.push(this.statement());
      else if (id === this.ids.block) into.push(this.block());
      else this.aside(id);
    } while (this.cursor.gotoNextSibling());
    this.cursor.gotoParent();
  }

  /** Converts a command that does not open or close a block. `else()` and `endif()` are errors here. */
  private statement(): Command {
    const command = this.command();
    const name = command.name.toLowerCase();
    const type = name === 'else' || name === 'elseif' ? 'if' : blockType(name.replace(/^end/, ''));
    if (type) this.error(l10n.t('{0}() without {1}() before it.', name, type), command.nameRange);
    return command;
  }

  private block(): Block {
    const { cursor, ids } = this;
    const branches: Branch[] = [];
    let close: Command | null = null;
    let body: Statement[] = [];
    cursor.gotoFirstChild();
    do {
      const id = cursor.nodeTypeId;
      if (id === ids.command) {
        if (branches.length === 0) branches.push({ open: this.command(), body });
        else close = this.command();
      } else if (id === ids.body) {
        this.statements(body);
      } else if (id === ids.branch) {
        body = [];
        branches.push(this.branch(body));
      } else {
        this.aside(id);
      }
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();

    const { open } = branches[0]!;
    const type = blockType(open.name.toLowerCase())!;
    if (!close)
      this.error(l10n.t('{0}() is never closed: end{1}() is missing.', open.name, type), open.nameRange);
    this.checkBranches(branches);
    const last = branches[branches.length - 1]!;
    const end = (close ?? last.body[last.body.length - 1] ?? last.open).range.end;
    return { kind: 'block', type, branches, close, range: { start: open.range.start, end } };
  }

  /** Converts `elseif()` or `else()`, and its body. */
  private branch(body: Statement[]): Branch {
    const { cursor, ids } = this;
    let open: Command | undefined;
    cursor.gotoFirstChild();
    do {
      const id = cursor.nodeTypeId;
      if (id === ids.command) open = this.command();
      else if (id === ids.body) this.statements(body);
      else this.aside(id);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    return { open: open!, body };
  }

  private checkBranches(branches: Branch[]): void {
    const isElse = (branch: Branch): boolean => branch.open.name.toLowerCase() === 'else';
    const first = branches.findIndex(isElse);
    if (first < 0) return;
    for (const { open } of branches.slice(first + 1)) {
      this.error(l10n.t('{0}() after the else() of the same if().', open.name), open.nameRange);
    }
  }

  private command(): Command {
    const { cursor } = this;
    cursor.gotoFirstChild();
    const nameEnd = cursor.endIndex;
    const name = this.text.slice(cursor.startIndex, nameEnd);
    const nameRange = this.range(cursor.startIndex, nameEnd);
    if (nameRange.start.line === this.lastLine) {
      this.error(
        l10n.t('A new line is missing before {0}(): CMake takes one command a line.', name),
        nameRange,
      );
    }
    const args: Argument[] = [];
    const errors = this.errors.length;
    const { end, closed } = this.arguments(args, nameEnd);
    const hasOpenString = this.errors.slice(errors).some((problem) => problem.message === openString());
    if (!closed && !hasOpenString) {
      this.error(l10n.t('The parenthesis of {0}() is never closed: ")" is missing.', name), nameRange);
    }
    const range = { start: nameRange.start, end: this.lines.positionAt(end) };
    this.lastLine = range.end.line;
    return { kind: 'command', name, nameRange, args, range };
  }

  /** Starts at the name of a command and ends at the command. `end` is where the last part that exists ends. */
  private arguments(into: Argument[], nameEnd: number): { end: number; closed: boolean } {
    const { cursor, ids } = this;
    let end = nameEnd;
    let closed = false;
    let depth = 0;
    // The position at which the next argument would touch the previous one, and whether CMake rejects that.
    let joint = -1;
    let refused = false;
    for (;;) {
      while (!cursor.gotoNextSibling()) {
        cursor.gotoParent();
        if (depth-- === 0) return { end, closed };
      }
      while (cursor.nodeTypeId === ids.parenthesized_arguments) {
        cursor.gotoFirstChild();
        depth++;
      }
      const id = cursor.nodeTypeId;
      const from = cursor.startIndex;
      const to = cursor.endIndex;
      if (to > from) end = to;
      if (id === ids.unquoted_argument || id === ids.quoted_argument || id === ids.bracket_argument) {
        const isBracket = id === ids.bracket_argument;
        if (from === joint) this.unseparated(from, to, isBracket || refused);
        into.push(this.argument(id, from, to));
        joint = to;
        refused = isBracket;
      } else if (id === ids.open || id === ids.close) {
        if (depth > 0) into.push(this.parenthesis(from));
        else closed = id === ids.close;
        joint = id === ids.close ? to : -1;
        refused = false;
      } else {
        this.aside(id);
        joint = id === ids.bracket_comment ? to : -1;
        refused = true;
      }
    }
  }

  private argument(id: number, start: number, end: number): Argument {
    const { ids, text } = this;
    const range = this.range(start, end);
    if (id === ids.bracket_argument) {
      const width = text.indexOf('[', start + 1) - start + 1;
      const content = newlines(text.slice(start + width, end - width));
      return {
        kind: 'bracket',
        text: content.startsWith('\n') ? content.slice(1) : content,
        range,
        references: [],
      };
    }
    const quoted = id === ids.quoted_argument;
    const closed = !quoted || !this.has(ids.unclosed);
    if (!closed) {
      this.error(openString(), this.range(start, start + 1));
    }
    const content = newlines(quoted ? text.slice(start + 1, closed ? end - 1 : end) : text.slice(start, end));
    const references = content.includes('$') ? this.references() : [];
    return {
      kind: quoted ? 'quoted' : 'unquoted',
      text: quoted ? withoutContinuations(content) : content,
      range,
      references,
    };
  }

  private parenthesis(index: number): Argument {
    return { kind: 'unquoted', text: this.text[index]!, range: this.range(index, index + 1), references: [] };
  }

  /** Whether the last child of this node has this type. */
  private has(id: number): boolean {
    if (!this.cursor.gotoLastChild()) return false;
    const found = this.cursor.nodeTypeId === id;
    this.cursor.gotoParent();
    return found;
  }

  /** The references in this node, and in its generator expressions. */
  private references(into: VariableReference[] = []): VariableReference[] {
    const { cursor, ids } = this;
    if (!cursor.gotoFirstChild()) return into;
    do {
      const id = cursor.nodeTypeId;
      if (id === ids.variable_reference) into.push(this.reference('normal'));
      else if (id === ids.environment_reference) into.push(this.reference('env'));
      else if (id === ids.cache_reference) into.push(this.reference('cache'));
      else if (id === ids.generator_expression) this.references(into);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    return into;
  }

  private reference(kind: VariableReference['kind']): VariableReference {
    const { cursor } = this;
    const range = this.range(cursor.startIndex, cursor.endIndex);
    let name = '';
    let nested: VariableReference[] = [];
    cursor.gotoFirstChild();
    do {
      if (cursor.nodeTypeId !== this.ids.variable_name) continue;
      name = this.text.slice(cursor.startIndex, cursor.endIndex);
      if (name.includes('$')) nested = this.references();
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    return { kind, name, range, nested };
  }

  /** Converts nodes that are neither statements nor arguments: comments and errors. */
  private aside(id: number): void {
    const { cursor, ids, text } = this;
    if (id !== ids.line_comment && id !== ids.bracket_comment && id !== ids.unexpected) return;
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    const range = this.range(start, end);
    if (id === ids.line_comment) {
      this.comments.push({ kind: 'line', text: text.slice(start + 1, end), range });
    } else if (id === ids.bracket_comment) {
      const width = text.indexOf('[', start + 2) - start + 1;
      this.comments.push({ kind: 'bracket', text: text.slice(start + width, end - width + 1), range });
      this.lastLine = range.end.line;
    } else {
      this.error(unexpectedMessage(text.slice(start, end)), range);
    }
  }

  private unseparated(start: number, end: number, isError: boolean): void {
    this.errors.push({
      message: l10n.t('A space is missing before this argument.'),
      severity: isError ? 'error' : 'warning',
      range: this.range(start, end),
    });
  }

  private error(message: string, range: Range): void {
    this.errors.push({ message, severity: 'error', range });
  }

  private range(start: number, end: number): Range {
    return { start: this.lines.positionAt(start), end: this.lines.positionAt(end) };
  }
}

const blockTypes: readonly string[] = [
  'if',
  'foreach',
  'while',
  'function',
  'macro',
  'block',
] satisfies BlockType[];

function blockType(name: string): BlockType | undefined {
  return blockTypes.includes(name) ? (name as BlockType) : undefined;
}

function newlines(text: string): string {
  return text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text;
}

/** Removes each backslash at the end of a line together with its newline, as CMake's lexer does. */
function withoutContinuations(text: string): string {
  if (!text.includes('\\\n')) return text;
  return text.replace(/\\([^])/g, (escape, escaped) => (escaped === '\n' ? '' : escape));
}

function unexpectedMessage(text: string): string {
  if (text === '#') return l10n.t('This bracket comment is never closed.');
  if (text === '[') return l10n.t('This bracket argument is never closed.');
  if (text === '\\') return l10n.t('A backslash at the end of a line continues strings alone.');
  if (text.startsWith(')')) return l10n.t('This ")" closes nothing.');
  const name = /^[A-Za-z_]\w*/.exec(text)?.[0];
  if (name)
    return l10n.t('"(" is missing after {0}: a command is a name and its arguments in parentheses.', name);
  return l10n.t('A command is missing here: CMake cannot read this.');
}
