import type { Command, Script, Statement } from '../syntax/ast';
import { isBuiltin } from '../syntax/builtins';

/**
 * Formats a CMake script as ITK's own files are (gersemi's style, with an indent of 2 and lines of 80):
 * - blocks are indented, commands stand at their block's indent, one blank line at most between them;
 * - CMake's own commands that stand over several lines, or are too long for one, have one argument a line; what the
 *   author has in one line stays in one line;
 * - commands of macros and conditions keep their lines, moved with their first one;
 * - arguments and comments stay as they are, letter for letter.
 * Returns the text unchanged where it has syntax errors: half-written code is not to be moved about.
 */
export function formatScript(text: string, script: Script): string {
  if (script.errors.some(({ severity }) => severity === 'error')) return text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const formatted = new Formatter(text.replace(/\r\n/g, '\n').split('\n'), script).run();
  return formatted.split('\n').join(eol);
}

const INDENT = 2;
const LINE_LENGTH = 80;
/** The commands of CMake that have one argument a line; those with keywords and their values keep their lines. */
const EXPANDED = new Set(
  (
    'set unset list string math foreach macro function message include configure_file get_filename_component ' +
    'get_property get_target_property separate_arguments mark_as_advanced option'
  ).split(' '),
);

interface Item {
  startLine: number;
  endLine: number;
  depth: number;
  /** A command; else the comment of these lines. */
  command: Command | null;
}

class Formatter {
  private readonly out: string[] = [];
  /** Lines that begin inside a comment. */
  private readonly inComments = new Set<number>();

  constructor(
    private readonly lines: readonly string[],
    private readonly script: Script,
  ) {
    for (const { range } of script.comments)
      for (let line = range.start.line + 1; line <= range.end.line; line++) this.inComments.add(line);
  }

  run(): string {
    const items = this.items();
    let lastLine = -1;
    for (const item of items) {
      const blank = item.startLine > lastLine + 1 && this.out.length > 0;
      const sameLine = item.startLine === lastLine && this.out.length > 0;
      if (blank) this.out.push('');
      const text = this.format(item);
      if (sameLine && item.command === null) this.out[this.out.length - 1] += ` ${text[0]!.trimStart()}`;
      else for (const line of text) this.out.push(line);
      lastLine = item.endLine;
    }
    return this.out.length > 0 ? `${this.out.join('\n')}\n` : '';
  }

  /** Commands and the comments between them, in the order of the text. */
  private items(): Item[] {
    const items: Item[] = [];
    const add = (command: Command, depth: number): void => {
      items.push({ startLine: command.range.start.line, endLine: command.range.end.line, depth, command });
    };
    const walk = (statements: readonly Statement[], depth: number): void => {
      for (const statement of statements) {
        if (statement.kind === 'command') add(statement, depth);
        else {
          for (const branch of statement.branches) {
            add(branch.open, depth);
            walk(branch.body, depth + 1);
          }
          if (statement.close) add(statement.close, depth);
        }
      }
    };
    walk(this.script.statements, 0);
    const commands = items.slice();
    for (const { range } of this.script.comments) {
      const before =
        commands[countWhile(commands, (item) => isAfter(range.start, item.command!.range.start)) - 1];
      if (before && isAfter(before.command!.range.end, range.start)) continue;
      items.push({
        startLine: range.start.line,
        endLine: range.end.line,
        depth: this.depthOfComment(range.start, commands),
        command: null,
      });
    }
    const startOf = (item: Item): number => item.command?.range.start.character ?? Infinity;
    return items.sort((a, b) => a.startLine - b.startLine || startOf(a) - startOf(b));
  }

  /** A comment belongs to what follows it; right before a closing command, to the block that it closes. */
  private depthOfComment({ line }: { line: number }, commands: readonly Item[]): number {
    const before = commands[countWhile(commands, (item) => item.startLine < line) - 1];
    const after = commands[countWhile(commands, (item) => item.startLine <= line)];
    if (!after) return 0;
    const name = after.command!.name.toLowerCase();
    const closes = /^(?:else|elseif|end(?:if|foreach|while|macro|function|block))$/.test(name);
    return closes && before ? after.depth + 1 : after.depth;
  }

  private format({ command, depth, startLine, endLine }: Item): string[] {
    const indent = ' '.repeat(depth * INDENT);
    if (!command) return this.shifted(startLine, endLine, indent);
    if (this.sharesLine(command)) return this.onOwnLine(command, indent);
    const builtin = isBuiltin(command.name);
    const name = builtin ? command.name.toLowerCase() : command.name;
    const multiLine = command.range.end.line > command.range.start.line;
    const literal = command.args.some(({ range }) => range.end.line > range.start.line);
    const oneLine = `${indent}${name}(${this.argsOnOneLine(command)})`;
    const expands = EXPANDED.has(name) && !this.hasComments(command);
    if (!multiLine && (!expands || oneLine.length <= LINE_LENGTH || command.args.length < 2))
      return [oneLine];
    if (!expands || literal) return this.moved(command, name, indent);
    const inner = indent + ' '.repeat(INDENT);
    return [
      `${indent}${name}(`,
      ...command.args.map(({ range }) => inner + this.source(range)),
      `${indent})`,
    ];
  }

  private argsOnOneLine({ args }: Command): string {
    let text = '';
    let previous = '';
    for (const [n, argument] of args.entries()) {
      const piece = this.source(argument.range);
      const before = args[n - 1];
      const touching = before && sameEnd(before.range.end, argument.range.start);
      const tight = n === 0 || previous === '(' || piece === ')' || touching;
      text += (tight ? '' : ' ') + piece;
      previous = piece;
    }
    return text;
  }

  /** A command whose lines stay: all of them moved as far as the first. */
  private moved(command: Command, name: string, indent: string): string[] {
    const { start, end } = command.range;
    const [first = '', ...rest] = this.lines.slice(start.line, end.line + 1);
    const shift = indent.length - start.character;
    const opening = first
      .slice(command.nameRange.end.character)
      .replace(/^\s*\(/, '(')
      .trimEnd();
    // Where blanks before the parenthesis go, what is aligned with it goes along.
    const literal = this.literalLines(command);
    const aligned = rest.map((line, n) => {
      const text = n === rest.length - 1 ? line.slice(0, end.character) : line;
      const number = start.line + 1 + n;
      if (literal.has(number) || this.inComments.has(number)) return text;
      const own = text.length - text.trimStart().length;
      return text.trim() === '' ? '' : ' '.repeat(Math.max(0, own + shift)) + text.trim();
    });
    return [`${indent}${name}${opening}`, ...aligned];
  }

  /** Lines that begin inside a quoted or bracket argument, or inside a comment, are text: their blanks count. */
  private literalLines({ args }: Command): Set<number> {
    const lines = new Set<number>();
    for (const { range } of args)
      for (let line = range.start.line + 1; line <= range.end.line; line++) lines.add(line);
    return lines;
  }

  private hasComments({ range }: Command): boolean {
    const { comments } = this.script;
    const next = comments[countWhile(comments, (comment) => !isAfter(comment.range.start, range.start))];
    return next !== undefined && isAfter(range.end, next.range.start);
  }

  /** Whether another command stands in the same line: `endif()endif()`. */
  private sharesLine({ range }: Command): boolean {
    const before = this.lines[range.start.line]?.slice(0, range.start.character).trim() ?? '';
    return before !== '';
  }

  private onOwnLine(command: Command, indent: string): string[] {
    const lines = this.source(command.range).split('\n');
    return [indent + lines[0]!, ...lines.slice(1)];
  }

  private shifted(startLine: number, endLine: number, indent: string): string[] {
    const lines = this.lines.slice(startLine, endLine + 1);
    const { comments } = this.script;
    const index = countWhile(comments, ({ range }) => range.start.line < startLine);
    let comment = comments[index];
    for (let n = index; comment && comment.range.end.line !== endLine; n++) {
      comment = comments[n + 1];
      if (comment && comment.range.start.line !== startLine) comment = undefined;
    }
    const first = lines[0]!.slice(comment?.range.start.character ?? 0);
    if (lines.length === 1) return [indent + first.trimEnd()];
    return [indent + first, ...lines.slice(1)];
  }

  private source({ start, end }: Command['range']): string {
    if (start.line === end.line) return this.lines[start.line]!.slice(start.character, end.character);
    return [
      this.lines[start.line]!.slice(start.character),
      ...this.lines.slice(start.line + 1, end.line),
      this.lines[end.line]!.slice(0, end.character),
    ].join('\n');
  }
}

type Point = { line: number; character: number };

const isAfter = (a: Point, b: Point): boolean =>
  a.line > b.line || (a.line === b.line && a.character > b.character);
const sameEnd = (a: Point, b: Point): boolean => a.line === b.line && a.character === b.character;

/** How many of the first items a test holds for, when it holds for none behind them. */
function countWhile<T>(items: readonly T[], test: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(items[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
