import type { Block, Comment, Script } from '../cmake/ast';
import { trimOf } from '../util/trim';

/**
 * The documentation of a macro or function: the comments at the head of its body, where ITK writes them, else those
 * right above it. As Markdown: paragraphs kept, lines of `#` and decoration left out.
 */
export function docOfDefinition(script: Script, block: Block): string {
  const { open, body } = block.branches[0]!;
  const firstStatement = body[0]?.range.start.line ?? block.close?.range.start.line ?? Infinity;
  const inside = script.comments.filter(
    ({ range }) => range.start.line > open.range.end.line && range.start.line < firstStatement,
  );
  const head = paragraph(inside);
  return asText(head.length > 0 ? head : commentsAbove(script, open.range.start.line));
}

/** The comment lines that end right above a line, or at the end of the line itself. */
export function docAbove(script: Script, line: number): string {
  const trailing = script.comments.filter(({ range }) => range.start.line === line);
  return asText(trailing.length > 0 ? trailing : commentsAbove(script, line));
}

/** The comments that follow one another without a gap, from the first. */
function paragraph(comments: readonly Comment[]): Comment[] {
  const taken: Comment[] = [];
  for (const comment of comments) {
    const last = taken.at(-1);
    if (last && comment.range.start.line > last.range.end.line + 1) break;
    taken.push(comment);
  }
  return taken;
}

function commentsAbove(script: Script, line: number): Comment[] {
  const taken: Comment[] = [];
  let next = line - 1;
  for (const comment of script.comments.filter(({ range }) => range.end.line < line).reverse()) {
    if (comment.range.end.line !== next) break;
    taken.unshift(comment);
    next = comment.range.start.line - 1;
  }
  return taken;
}

function asText(comments: readonly Comment[]): string {
  const lines = comments
    .flatMap(({ text }) => text.split('\n'))
    .map((line) => line.replace(/^\s?/, '').trimEnd())
    .filter((line) => !isDecoration(line.trim()));
  // What follows the list of globals is about the code, not the macro.
  const globals = lines.findIndex((line) => /^Global vars modified/i.test(line));
  const end = globals < 0 ? lines.length : globals + 1 + countContinued(lines.slice(globals + 1));
  return trimOf(lines.slice(0, end).join('\n'), '\n');
}

/** A line of `#`, or one of `=` or `-` behind them. */
function isDecoration(line: string): boolean {
  return line.length >= 4 && /^[#=-]+$/.test(line);
}

function countContinued(lines: readonly string[]): number {
  const at = lines.findIndex((line) => !/^\s/.test(line));
  return at < 0 ? lines.length : at;
}
