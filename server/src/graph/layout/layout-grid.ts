import type { Box, EdgeLine, GraphLayout, LayoutInput, PlacedHeading, Space } from './placed';

const row = { height: 28, pitch: 36 };
const columnGap = { wide: 22, narrow: 10 };
const margin = 16;
/** A table may be drawn this much smaller than what is comfortable to read. */
const squeeze = 1.12;
const headingHeight = 30;
/** The width of a table's columns by heading, for the longest words of their nodes. Times are left out if it is narrow. */
const columnWidths: Readonly<Record<string, { wide: number; narrow: number }>> = {
  inputs: { wide: 102, narrow: 102 },
  xml: { wide: 190, narrow: 168 },
  igenerator: { wide: 164, narrow: 132 },
  interfaces: { wide: 88, narrow: 88 },
  pkl: { wide: 88, narrow: 78 },
  cpp: { wide: 92, narrow: 84 },
  library: { wide: 112, narrow: 92 },
  stubs: { wide: 92, narrow: 78 },
};
const otherColumn = { wide: 120, narrow: 120 };
/** The first column has names. It is as wide as the longest name, within limits, plus a mark, a number and an arrow. */
const nameColumn = { least: 150, most: 330, character: 6.8, beside: 82 };

/**
 * Places nodes in rows and columns by their cells. The first heading belongs to column 0. If the table is too wide for the
 * space, its columns are as narrow as their words allow, and long names are shortened.
 */
export function tableLayout(input: LayoutInput, { width: most }: Space): GraphLayout {
  const rows = input.nodes.reduce((most, { cell }) => Math.max(most, cell ? cell.row + cell.rows : 0), 0);
  const height = margin + headingHeight + Math.max(0, rows * row.pitch - (row.pitch - row.height)) + margin;
  const { widths, gap } = columns(input, most * squeeze);
  const headings: PlacedHeading[] = [];
  let x = margin;
  input.headings.forEach(({ id, label }, index) => {
    const width = widths[index]!;
    headings.push({ id, label, x, y: margin, width, height: height - 2 * margin });
    x += width + gap;
  });
  const nodes: Record<string, Box> = {};
  for (const { id, cell } of input.nodes) {
    const heading = cell && headings[cell.column];
    if (!heading) continue;
    nodes[id] = {
      x: heading.x,
      y: margin + headingHeight + cell.row * row.pitch,
      width: heading.width,
      height: (cell.rows - 1) * row.pitch + row.height,
    };
  }
  return {
    width: Math.max(x - gap, 0) + margin,
    height,
    nodes,
    headings,
    edges: input.edges.flatMap(({ from, to }) => rowLine(from, to, nodes)),
  };
}

/** The widths of the columns and the gap between them, for a table that is at most `most` wide if possible. */
function columns(input: LayoutInput, most: number): { widths: number[]; gap: number } {
  const names = nameWidth(input);
  const whole = ({ widths, gap }: { widths: number[]; gap: number }): number =>
    2 * margin + widths.reduce((sum, width) => sum + width + gap, -gap);
  const form = (size: 'wide' | 'narrow', first: number): { widths: number[]; gap: number } => ({
    widths: input.headings.map(({ id }) => (id === 'wrap' ? first : (columnWidths[id] ?? otherColumn)[size])),
    gap: columnGap[size],
  });
  const wide = form('wide', names);
  if (whole(wide) <= most) return wide;
  const first = Math.min(names, names - (whole(form('narrow', names)) - most));
  // If the table has to be scrolled anyway, names need not be shortened.
  return form('narrow', first < nameColumn.least ? names : first);
}

/**
 * The width of the first column. It depends only on the ids, which name the types, so nodes stay in place when other texts
 * change.
 */
function nameWidth({ nodes }: LayoutInput): number {
  const { least, most, character, beside } = nameColumn;
  const names = nodes.flatMap(({ id, cell }) => (cell?.column === 0 ? [id.length - 'wrap:'.length] : []));
  return Math.min(
    most,
    Math.max(least, beside + character * names.reduce((length, name) => Math.max(length, name), 0)),
  );
}

/**
 * A line from the right side of one box to the left side of another. It is horizontal if one box spans the middle of the
 * other.
 */
function rowLine(from: string, to: string, nodes: Record<string, Box>): EdgeLine[] {
  const [a, b] = [nodes[from], nodes[to]];
  if (!a || !b) return [];
  const middle = (box: Box): number => box.y + box.height / 2;
  const within = (y: number, box: Box): boolean => y >= box.y && y <= box.y + box.height;
  let [y1, y2] = [middle(a), middle(b)];
  if (within(y2, a)) y1 = y2;
  else if (within(y1, b)) y2 = y1;
  return [{ from, to, x1: a.x + a.width, y1, x2: b.x, y2, axis: 'x' }];
}

const cellBox = { least: 180, most: 320, height: 28, gap: 8 };
const boxPadding = { x: 12, top: 34, bottom: 12 };
const boxGap = 24;

/** Boxes with their nodes in a grid, packed on shelves. The first box is separate on the left. */
export function boxesLayout(input: LayoutInput, { aspect, width: most }: Space): GraphLayout {
  const members = new Map<string, string[]>(input.headings.map(({ id }) => [id, []]));
  for (const { id, group } of input.nodes) if (group !== null) members.get(group)?.push(id);
  const [first, ...others] = input.headings;
  if (!first) return { width: 0, height: 0, nodes: {}, headings: [], edges: [] };

  const cell = cellWidth(input);
  const area = input.nodes.length * (cell + cellBox.gap) * (cellBox.height + cellBox.gap) * 1.35;
  const oneColumn = cell + 2 * boxPadding.x;
  const root = boxSize(members.get(first.id)!.length, oneColumn, cell);
  const left = margin + root.width + 3 * boxGap;
  const shelfWidth = Math.max(Math.min(Math.sqrt(area * aspect), most - left - margin), oneColumn);
  const placed: PlacedHeading[] = [];
  let [x, y, shelf] = [left, margin, 0];
  for (const heading of others) {
    const size = boxSize(members.get(heading.id)!.length, shelfWidth, cell);
    if (x > left && x + size.width > left + shelfWidth) [x, y, shelf] = [left, y + shelf + boxGap, 0];
    placed.push({ ...heading, x, y, ...size });
    x += size.width + boxGap;
    shelf = Math.max(shelf, size.height);
  }
  const height = Math.max(y + shelf, margin + root.height) + margin;
  const headings = [{ ...first, x: margin, y: margin, ...root }, ...placed];
  const nodes: Record<string, Box> = {};
  for (const box of headings) fillBox(box, members.get(box.id)!, cell, nodes);
  const boxes: Record<string, Box> = { ...nodes };
  for (const box of headings) boxes[box.id] = box;
  return {
    width: headings.reduce((most, box) => Math.max(most, box.x + box.width), 0) + margin,
    height,
    nodes,
    headings,
    edges: input.edges.flatMap(({ from, to }) => boxLine(from, to, boxes)),
  };
}

/** The width of all cells, for the longest name: the last part of a header's path, or the name of a type. */
function cellWidth({ nodes }: LayoutInput): number {
  const names = nodes.map(({ id }) => id.length - 1 - Math.max(id.lastIndexOf('/'), id.indexOf(':')));
  const { least, most } = cellBox;
  const longest = names.reduce((length, name) => Math.max(length, name), 0);
  return Math.min(most, Math.max(least, nameColumn.beside + nameColumn.character * longest));
}

function boxSize(count: number, widest: number, cell: number): { width: number; height: number } {
  const columns = boxColumns(count, widest, cell);
  const rows = Math.max(1, Math.ceil(count / columns));
  return {
    width: 2 * boxPadding.x + columns * (cell + cellBox.gap) - cellBox.gap,
    height: boxPadding.top + boxPadding.bottom + rows * (cellBox.height + cellBox.gap) - cellBox.gap,
  };
}

function boxColumns(count: number, widest: number, cell: number): number {
  const most = Math.max(1, Math.floor((widest - 2 * boxPadding.x) / (cell + cellBox.gap)));
  return Math.min(most, Math.max(1, Math.round(Math.sqrt(count / 4))));
}

function fillBox(box: PlacedHeading, ids: readonly string[], cell: number, nodes: Record<string, Box>): void {
  const columns = Math.round((box.width - 2 * boxPadding.x + cellBox.gap) / (cell + cellBox.gap));
  ids.forEach((id, index) => {
    nodes[id] = {
      x: box.x + boxPadding.x + (index % columns) * (cell + cellBox.gap),
      y: box.y + boxPadding.top + Math.floor(index / columns) * (cellBox.height + cellBox.gap),
      width: cell,
      height: cellBox.height,
    };
  });
}

/** A line between two boxes side by side, from their nearer sides. */
function boxLine(from: string, to: string, boxes: Record<string, Box>): EdgeLine[] {
  const [a, b] = [boxes[from], boxes[to]];
  if (!a || !b) return [];
  const rightwards = a.x < b.x;
  return [
    {
      from,
      to,
      x1: rightwards ? a.x + a.width : a.x,
      y1: a.y + Math.min(a.height / 2, boxPadding.top / 2),
      x2: rightwards ? b.x : b.x + b.width,
      y2: b.y + Math.min(b.height / 2, boxPadding.top / 2),
      axis: 'x',
    },
  ];
}
