import { flat } from '../../shared/plain-text';

/** No cell is wider: a name that is longer would push all others out of sight. */
const CELL = 1000;

/** Rows as aligned columns, two spaces apart; the last column is not padded. A cell is one line, whatever it holds. */
export function columns(cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map((cell) => flat(cell, CELL)));
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  return rows
    .map((row) =>
      row
        .map((cell, index) => (index < row.length - 1 ? cell.padEnd(widths[index] ?? 0) : cell))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
