import type { Position } from '../../server/src/shared/text-range';

/** A text without its cursor mark `‸`, and the position of the mark. */
export function marked(text: string): { text: string; position: Position } {
  const at = text.indexOf('‸');
  if (at < 0) throw new Error('The fixture has no cursor mark ‸.');
  const before = text.slice(0, at).split('\n');
  return {
    text: text.replace('‸', ''),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
