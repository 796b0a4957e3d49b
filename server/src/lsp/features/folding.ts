import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { Script } from '../../cmake/syntax/ast';
import { visitBlocks, visitCommands } from '../../cmake/syntax/visit';
import type { FileFacts } from '../../wrapping/index/script-facts';

/** Folding ranges for blocks and their branches, classes, multi-line commands and multi-line comments. */
export function foldingRanges(script: Script, facts: FileFacts): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const add = (startLine: number, endLine: number, kind?: FoldingRangeKind): void => {
    if (endLine > startLine) ranges.push({ startLine, endLine, kind });
  };
  for (const block of visitBlocks(script.statements))
    for (const [n, { open }] of block.branches.entries()) {
      const next = block.branches[n + 1]?.open ?? block.close;
      add(open.range.start.line, next ? next.range.start.line - 1 : block.range.end.line);
    }
  for (const { range } of facts.classes) add(range.start.line, range.end.line);
  for (const { command } of visitCommands(script.statements))
    add(command.range.start.line, command.range.end.line);
  let start = -1;
  let end = -1;
  for (const { range } of script.comments) {
    if (range.start.line === end + 1 && start >= 0) end = range.end.line;
    else {
      add(start, end, FoldingRangeKind.Comment);
      start = range.start.line;
      end = range.end.line;
    }
  }
  add(start, end, FoldingRangeKind.Comment);
  return unique(ranges);
}

/** Keeps only the longest of the ranges that start on the same line, because clients show only one. */
function unique(ranges: FoldingRange[]): FoldingRange[] {
  const byStart = new Map<number, FoldingRange>();
  for (const range of ranges) {
    const known = byStart.get(range.startLine);
    if (!known || known.endLine < range.endLine) byStart.set(range.startLine, range);
  }
  return [...byStart.values()].sort((a, b) => a.startLine - b.startLine);
}
