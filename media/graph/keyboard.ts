import type { Box } from '../../server/src/pipeline/graph/layout';

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/**
 * The nearest box in a direction; sideways distance counts double, so that rows and columns are followed.
 * Null where there is none.
 */
export function neighbour(
  boxes: Readonly<Record<string, Box>>,
  from: string,
  direction: Direction,
  /** Where the eye is on a box that is taller than a row. */
  eyeY: number | null = null,
): string | null {
  const start = boxes[from];
  if (!start) return Object.keys(boxes)[0] ?? null;
  const horizontal = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const sign = direction === 'ArrowRight' || direction === 'ArrowDown' ? 1 : -1;
  const [x, y] = [start.x + start.width / 2, horizontal && eyeY !== null ? eyeY : start.y + start.height / 2];
  let best: string | null = null;
  let least = Infinity;
  for (const [id, box] of Object.entries(boxes)) {
    if (id === from) continue;
    const along = horizontal ? sign * (box.x + box.width / 2 - x) : sign * (box.y + box.height / 2 - y);
    if (along <= 1) continue;
    const across = horizontal ? outside(y, box.y, box.y + box.height) : outside(x, box.x, box.x + box.width);
    const cost = along + 2.5 * across;
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
}

/** How far a value lies outside of an interval. */
function outside(value: number, from: number, to: number): number {
  return value < from ? from - value : value > to ? value - to : 0;
}
