import { flat, printable } from '../../../shared/plain-text';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text for the content or a quoted attribute of HTML. Names come from builds, so controls and overrides disappear. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** The longest text in the data of a page. */
const LONGEST = 2000;

/** A value as JSON that cannot end the element that it is in. Its texts are lines without controls, for the page to show. */
export function jsonForScript(value: unknown): string {
  const shown = (_key: string, part: unknown): unknown =>
    typeof part === 'string' ? flat(part, LONGEST) : part;
  return JSON.stringify(value, shown).replaceAll('<', '\\u003c');
}

/** A cell: a text, a number, which is aligned to the right, or a long name, which may be broken anywhere. */
export type Cell = string | { number: string } | { name: string };

/** A table with a caption. The first column names the rows. Cells are texts, not HTML. */
export function htmlTable(
  caption: string,
  heads: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  id?: string,
): string {
  const text = (cell: Cell): string =>
    escapeHtml(typeof cell === 'string' ? cell : 'name' in cell ? cell.name : cell.number);
  const kind = (cell: Cell): string =>
    typeof cell === 'string' ? '' : ` class="${'name' in cell ? 'name' : 'number'}"`;
  const head = heads.map((cell) => `<th scope="col"${kind(cell)}>${text(cell)}</th>`).join('');
  const body = rows.map((cells) => {
    const [first = '', ...rest] = cells;
    const others = rest.map((cell) => `<td${kind(cell)}>${text(cell)}</td>`).join('');
    return `<tr><th scope="row"${kind(first)}>${text(first)}</th>${others}</tr>`;
  });
  // A wide table scrolls by itself. Without a tab stop, the keyboard could not reach its right part.
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}">
<table${id === undefined ? '' : ` id="${id}"`}>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>
</div>`;
}
