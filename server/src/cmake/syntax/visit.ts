import type { Block, Command, Statement } from './ast';
import type { Position, Range } from '../../shared/text-range';

/** A command with the blocks around it. */
export interface Visit {
  command: Command;
  /** The innermost `macro()` or `function()` around it. Its own opening and closing commands count as inside. */
  inside: Block | null;
  /** The block whose opening, middle or closing command this is. */
  frameOf: Block | null;
  /** Like `inside`, except for the opening and closing commands of a definition: they have the definition around it. */
  around: Block | null;
}

/** Every command in the order of the text, with the blocks around it. */
export function* visitCommands(
  statements: readonly Statement[],
  inside: Block | null = null,
): Generator<Visit> {
  // A stack of what is left to visit. Nested generators would take time for each level at each command.
  const pending: (Visit | { body: readonly Statement[]; at: number; inside: Block | null })[] = [
    { body: statements, at: 0, inside },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ('command' in next) {
      yield next;
      continue;
    }
    const statement = next.body[next.at];
    if (statement === undefined) continue;
    next.at++;
    pending.push(next);
    if (statement.kind === 'command') {
      yield { command: statement, inside: next.inside, frameOf: null, around: next.inside };
      continue;
    }
    const defines = statement.type === 'macro' || statement.type === 'function';
    const within = defines ? statement : next.inside;
    const frame = { inside: within, frameOf: statement, around: next.inside };
    if (statement.close) pending.push({ command: statement.close, ...frame });
    for (const { open, body } of statement.branches.toReversed())
      pending.push({ body, at: 0, inside: within }, { command: open, ...frame });
  }
}

/** Every block, outer blocks first. */
export function* visitBlocks(statements: readonly Statement[]): Generator<Block> {
  const pending: Statement[] = statements.toReversed();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind !== 'block') continue;
    yield next;
    for (const { body } of next.branches.toReversed())
      for (const statement of body.toReversed()) pending.push(statement);
  }
}

/** The command whose name or arguments are at a position. If two commands touch there, it is the second one. */
export function commandAt(statements: readonly Statement[], position: Position): Command | null {
  let found: Command | null = null;
  for (const { command } of visitCommands(statements)) {
    if (isBefore(position, command.range.start)) break;
    if (contains(command.range, position)) found = command;
  }
  return found;
}

/** Negative if `a` is before `b`, positive if it is after, 0 if they are equal. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

export function isBefore(a: Position, b: Position): boolean {
  return comparePositions(a, b) < 0;
}

/** Whether a position is in a range, including its end, because the cursor may be after the last character. */
export function contains(range: Range, position: Position): boolean {
  return !isBefore(position, range.start) && !isBefore(range.end, position);
}

export function overlaps(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

/** The range of an argument's text, without its quotes. */
export function innerRange(argument: { kind: string; range: Range }): Range {
  if (argument.kind !== 'quoted') return argument.range;
  const { start, end } = argument.range;
  const sameLine = start.line === end.line;
  return {
    start: { line: start.line, character: start.character + 1 },
    end: {
      line: end.line,
      character: Math.max(sameLine ? start.character + 1 : 0, end.character - 1),
    },
  };
}
