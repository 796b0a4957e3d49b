import type { Box } from '../../server/src/graph/layout/placed';

/** An arrow key, as `KeyboardEvent.key` names it. */
export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/**
 * The id of the nearest box in a direction. Sideways distance counts more, so that the keys follow rows and columns. Null if
 * there is no such box.
 */
export function neighbor(
  boxes: Readonly<Record<string, Box>>,
  from: string,
  direction: Direction,
  /** The height that the user looks at, for a box that is taller than a row. */
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

/** How far a value is outside an interval. */
function outside(value: number, from: number, to: number): number {
  return value < from ? from - value : value > to ? value - to : 0;
}

/** The actions of the keys. */
export interface GraphKeys {
  move(direction: Direction): void;
  first(): void;
  last(): void;
  activate(): void;
  down(): void;
  up(): void;
  back(): void;
  forward(): void;
  clear(): void;
  step(by: 1 | -1): void;
  zoom(factor: number): void;
  fit(): void;
  menu(): void;
}

/** Handles a key. Returns whether it belongs to the picture. */
export function handleKey(event: KeyboardEvent, keys: GraphKeys): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'ArrowUp':
    case 'ArrowDown':
      if (!event.altKey) keys.move(event.key);
      else if (event.key === 'ArrowLeft') keys.back();
      else if (event.key === 'ArrowRight') keys.forward();
      else return false;
      return true;
    case 'Home':
      keys.first();
      return true;
    case 'End':
      keys.last();
      return true;
    case 'Enter':
      if (event.shiftKey) keys.down();
      else keys.activate();
      return true;
    case 'Backspace':
      keys.up();
      return true;
    case 'Escape':
      keys.clear();
      return true;
    case 'n':
      keys.step(1);
      return true;
    case 'N':
      keys.step(-1);
      return true;
    case '+':
    case '=':
      keys.zoom(1.3);
      return true;
    case '-':
      keys.zoom(1 / 1.3);
      return true;
    case '0':
      keys.fit();
      return true;
    case 'F10':
      if (!event.shiftKey) return false;
      keys.menu();
      return true;
    case 'ContextMenu':
      keys.menu();
      return true;
    default:
      return false;
  }
}
