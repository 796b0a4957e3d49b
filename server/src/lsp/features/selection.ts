import type { SelectionRange } from 'vscode-languageserver';
import type { Script, Statement, VariableReference } from '../../cmake/syntax/ast';
import { comparePositions, contains, innerRange } from '../../cmake/syntax/visit';
import type { Position, Range } from '../../shared/text-range';
import type { FileFacts } from '../../wrapping/index/script-facts';

/** The steps of "expand selection": name, reference, argument, command, block, class, file. */
export function selectionRange(
  script: Script,
  facts: FileFacts,
  text: string,
  position: Position,
): SelectionRange {
  const ranges: Range[] = [wholeText(text)];
  for (const { range } of facts.classes) if (contains(range, position)) ranges.push(range);
  collect(script.statements, position, ranges);
  for (const { range } of script.comments) if (contains(range, position)) ranges.push(range);
  // Sorted by size, so that each range contains the next. Ranges that only touch the cursor may overlap others.
  ranges.sort((a, b) => comparePositions(a.start, b.start) || comparePositions(b.end, a.end));
  let chain: SelectionRange | undefined;
  for (const range of ranges) {
    if (chain && (!holds(chain.range, range) || same(chain.range, range))) continue;
    chain = { range, parent: chain };
  }
  return chain!;
}

function collect(statements: readonly Statement[], position: Position, into: Range[]): void {
  for (const statement of statements) {
    if (!contains(statement.range, position)) continue;
    into.push(statement.range);
    if (statement.kind === 'block') {
      for (const { open, body } of statement.branches) {
        collect([open], position, into);
        collect(body, position, into);
        const [first, last] = [body[0], body.at(-1)];
        const inner = first && last && { start: first.range.start, end: last.range.end };
        if (inner && contains(inner, position)) into.push(inner);
      }
      if (statement.close) collect([statement.close], position, into);
      continue;
    }
    if (contains(statement.nameRange, position)) into.push(statement.nameRange);
    const [first, last] = [statement.args[0], statement.args.at(-1)];
    const inner = first && last && { start: first.range.start, end: last.range.end };
    if (inner && contains(inner, position)) into.push(inner);
    for (const argument of statement.args) {
      if (!contains(argument.range, position)) continue;
      into.push(argument.range, innerRange(argument));
      references(argument.references, position, into);
    }
  }
}

function references(list: readonly VariableReference[], position: Position, into: Range[]): void {
  for (const { range, nested } of list)
    if (contains(range, position)) {
      into.push(range);
      references(nested, position, into);
    }
}

function wholeText(text: string): Range {
  const last = text.lastIndexOf('\n') + 1;
  const lines = text.split('\n').length;
  return { start: { line: 0, character: 0 }, end: { line: lines - 1, character: text.length - last } };
}

const holds = (outer: Range, inner: Range): boolean =>
  comparePositions(outer.start, inner.start) <= 0 && comparePositions(inner.end, outer.end) <= 0;

const same = (a: Range, b: Range): boolean =>
  comparePositions(a.start, b.start) === 0 && comparePositions(a.end, b.end) === 0;
