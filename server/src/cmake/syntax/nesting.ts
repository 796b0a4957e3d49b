/**
 * The maximum nesting of blocks. Deeper scripts are not read, because nobody writes them and each reader would need a deep
 * stack.
 */
export const MAX_NESTED_BLOCKS = 500;

const COMMAND = /^[ \t]*(end)?(if|foreach|while|function|macro|block)[ \t]*\(/gim;

/**
 * The line, counted from 0, at which blocks nest too deeply, or null. It only looks at the starts of lines, so it is fast
 * even for texts that would take the parser minutes.
 */
export function tooDeepAt(text: string): number | null {
  if (text.length < MAX_NESTED_BLOCKS * 'if()'.length) return null;
  let depth = 0;
  for (const found of text.matchAll(COMMAND)) {
    depth = found[1] === undefined ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_NESTED_BLOCKS) return countNewlines(text, found.index);
  }
  return null;
}

function countNewlines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
