import { flat } from '../../shared/plain-text';

/** The maximum width of a cell. A longer name would push all other columns out of view. */
const CELL = 1000;

/** Formats rows as aligned columns, two spaces apart. The last column is not padded. A cell is always a single line. */
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
