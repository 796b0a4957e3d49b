import type { Block, Comment } from '../../cmake/syntax/ast';
import { trimOf } from '../../shared/trim-end';

/** The comments of a script, found by their lines. */
export class CommentLines {
  /** @param comments in the order of the text */
  constructor(private readonly comments: readonly Comment[]) {}

  /**
   * The first block of comments after `line` without gaps. Only comments that begin before the line `before` are included.
   */
  between(line: number, before: number): Comment[] {
    const taken: Comment[] = [];
    for (let n = this.firstFrom(line + 1); n < this.comments.length; n++) {
      const comment = this.comments[n]!;
      const last = taken.at(-1);
      if (comment.range.start.line >= before) break;
      if (last && comment.range.start.line > last.range.end.line + 1) break;
      taken.push(comment);
    }
    return taken;
  }

  /** The block of comments that ends right above a line. */
  above(line: number): Comment[] {
    const taken: Comment[] = [];
    let next = line - 1;
    for (let n = this.firstFrom(line) - 1; n >= 0; n--) {
      const comment = this.comments[n]!;
      if (comment.range.end.line >= line) continue;
      if (comment.range.end.line !== next) break;
      taken.push(comment);
      next = comment.range.start.line - 1;
    }
    return taken.reverse();
  }

  /** The index of the first comment that begins on this line or after it. */
  private firstFrom(line: number): number {
    let low = 0;
    let high = this.comments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.comments[middle]!.range.start.line < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * The documentation of a macro or function: the comments at the start of its body, where ITK writes them, or else those
 * right above it. Returned as Markdown with its paragraphs, but without decoration such as lines of `#`.
 */
export function docOfDefinition(comments: CommentLines, block: Block): string {
  const { open, body } = block.branches[0]!;
  const firstStatement = body[0]?.range.start.line ?? block.close?.range.start.line ?? Infinity;
  const head = comments.between(open.range.end.line, firstStatement);
  return asText(head.length > 0 ? head : comments.above(open.range.start.line));
}

function asText(comments: readonly Comment[]): string {
  const lines = comments
    .flatMap(({ text }) => text.split('\n'))
    .map((line) => line.replace(/^\s?/, '').trimEnd())
    .filter((line) => !isDecoration(line.trim()));
  // Text after the list of globals is about the code and not about the macro.
  const globals = lines.findIndex((line) => /^Global vars modified/i.test(line));
  const end = globals < 0 ? lines.length : globals + 1 + countContinued(lines.slice(globals + 1));
  return trimOf(lines.slice(0, end).join('\n'), '\n');
}

/** A line that consists of `#`, `=` and `-`. */
function isDecoration(line: string): boolean {
  return line.length >= 4 && /^[#=-]+$/.test(line);
}

function countContinued(lines: readonly string[]): number {
  const at = lines.findIndex((line) => !/^\s/.test(line));
  return at < 0 ? lines.length : at;
}
