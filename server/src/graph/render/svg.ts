import { stateWords, type PipelineState, type Tone } from '../../shared/state-words';
import { edgePath } from '../layout/layout';
import { type Box, type GraphLayout, type PlacedHeading } from '../layout/placed';
import { shapes } from '../layout/shapes';
import { summaryLine } from '../graph-words';
import type { GraphModel, GraphNode, StageSummary } from '../graph-view';

/** The colors of a picture, as CSS values. */
export interface Palette {
  background: string;
  foreground: string;
  /** The color of notes and headings. */
  muted: string;
  nodeFill: string;
  nodeBorder: string;
  edge: string;
  tones: Readonly<Record<Tone, string>>;
  fontFamily: string;
}

/** The colors of a picture outside the editor. */
export const lightPalette: Palette = {
  background: '#ffffff',
  foreground: '#1f2328',
  muted: '#59636e',
  nodeFill: '#f6f8fa',
  nodeBorder: '#d1d9e0',
  edge: '#afb8c1',
  tones: {
    good: '#2f7d32',
    cached: '#0b6bcb',
    warning: '#b25000',
    bad: '#c62828',
    unverified: '#7b3fb8',
    quiet: '#6e7781',
    running: '#00758a',
  },
  fontFamily: 'system-ui, sans-serif',
};

/** A box of a module that is at least this high has room for its stages. */
const cardHeight = 50;

/** The width of a character in VS Code's fonts, slightly more than the average. */
const textWidth = 6.8;

/** A whole picture as a self-contained SVG document. */
export function renderSvg(model: GraphModel, layout: GraphLayout, palette: Palette = lightPalette): string {
  const width = Math.max(Math.ceil(layout.width), 320);
  const height = Math.ceil(layout.height) + titleHeight;
  const nodes = model.nodes.flatMap((node) => {
    const box = layout.nodes[node.id];
    return box ? [`<g ${translate(box)}>${nodeMarkup(node, box)}</g>`] : [];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(`${model.title}: ${summaryLine(model)}`)}">`,
    `<style>${drawingStyle(palette)}</style>`,
    `<rect width="${width}" height="${height}" fill="${escape(palette.background)}"/>`,
    `<text class="title" x="20" y="28">${escape(model.title)}</text>`,
    `<text class="note" x="20" y="46">${escape(model.empty ?? summaryLine(model))}</text>`,
    `<g transform="translate(0 ${titleHeight})">`,
    headingsMarkup(model, layout.headings),
    `<path class="edges" d="${layout.edges.map(edgePath).join('')}"/>`,
    ...nodes,
    '</g></svg>',
  ].join('\n');
}

const titleHeight = 56;

/** The style sheet for the markup below. */
export function drawingStyle(palette: Palette): string {
  const tones = (Object.keys(palette.tones) as Tone[]).map(
    (tone) =>
      // A node may contain shapes of other tones. Only a shape's own tone counts.
      `.tone-${tone}{--tone:${palette.tones[tone]}}${own(tone, 'body')}{fill:${palette.tones[tone]}}${own(tone, 'line')}{stroke:${palette.tones[tone]}}`,
  );
  return [
    `text{font-family:${palette.fontFamily};font-size:12px;fill:${palette.foreground}}`,
    `.title{font-size:17px;font-weight:600}.note,.heading{fill:${palette.muted};font-size:11px}.heading{font-weight:600}`,
    `.end{text-anchor:end}.strong{font-weight:600}`,
    `.card{fill:${palette.nodeFill};stroke:${palette.nodeBorder}}.box{fill:none;stroke:${palette.nodeBorder};stroke-dasharray:3 3}`,
    `.band{stroke:${palette.nodeBorder};stroke-width:1;opacity:.6}`,
    `.edges{fill:none;stroke:${palette.edge};stroke-width:1.1}`,
    `.mark{fill:none;stroke:${palette.nodeFill};stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}`,
    `.line{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}`,
    `.slot{fill:none;stroke:${palette.nodeBorder}}.chevron{fill:none;stroke:${palette.muted};stroke-width:1.5;stroke-linecap:round}`,
    ...tones,
  ].join('');
}

/** The content of a node. The origin is the top left of its box. */
export function nodeMarkup(node: GraphNode, box: Box): string {
  const frame = `<rect class="card" width="${box.width}" height="${box.height}" rx="5"/>${accent(node.state, box)}`;
  if (node.kind === 'module' && box.height >= cardHeight) return frame + moduleMarkup(node, box);
  if (node.kind === 'module') return frame + moduleRowMarkup(node, box);
  if (box.height > 60) return `${frame}<g class="sticky">${rowMarkup(node, { ...box, height: 28 })}</g>`;
  return frame + rowMarkup(node, box);
}

/** Headings of columns, boxes with their labels, or lines between layers. */
export function headingsMarkup(
  model: Pick<GraphModel, 'arrangement'>,
  headings: readonly PlacedHeading[],
): string {
  return headings
    .map((heading, index) => {
      const label = escape(fit(heading.label, heading.width - 24, true, 1.1));
      switch (model.arrangement) {
        case 'table':
          return `<text class="heading" x="${heading.x}" y="${heading.y + 12}">${label}</text>`;
        case 'boxes':
          return `<rect class="box" x="${heading.x}" y="${heading.y}" width="${heading.width}" height="${heading.height}" rx="8"/><text class="heading" x="${heading.x + 12}" y="${heading.y + 21}">${label}</text>`;
        case 'layers': {
          const line =
            index > 0
              ? `<path class="band" d="M${heading.x} ${heading.y}H${heading.x + heading.width}"/>`
              : '';
          return line;
        }
      }
    })
    .join('');
}

/** The selector for a part of a shape of this tone, whatever the tone of the node around it. */
const own = (tone: string, part: string): string => `.tone-${tone}>.${part},.tone-${tone}>.turn>.${part}`;

/** A strip at the left side in the state's color. It is wider for problems. */
function accent(state: PipelineState, box: Box): string {
  const { tone } = stateWords[state];
  const width = tone === 'bad' || tone === 'warning' || tone === 'running' ? 4 : 2;
  return `<g class="tone-${tone}"><rect class="body" y="4" width="${width}" height="${box.height - 8}" rx="1"/></g>`;
}

/** Where the text of a row begins, after the shape of its state. */
const rowStart = 30;
const noteWidth = (note: string): number => (note ? note.length * (textWidth - 0.6) + 8 : 0);
const isWhole = (label: string, width: number): boolean =>
  fit(label, width) === label && label.length * textWidth <= width;

function rowMarkup(node: GraphNode, box: Box): string {
  const middle = box.height / 2;
  let markup = shapeMarkup(node.state, 10, middle - 7, 14);
  let x = rowStart;
  if (node.second) {
    markup += shapeMarkup(node.second, x, middle - 6, 12);
    x += 18;
  }
  let right = box.width - 10;
  if (node.drill) {
    markup += `<path class="chevron" d="M${right - 4} ${middle - 4}l4 4l-4 4"/>`;
    right -= 12;
  }
  const beside = noteWidth(node.note);
  // A name is more important than a note. The details show both.
  const hasNote =
    node.note !== '' && (isWhole(node.label, right - beside - x) || !isWhole(node.label, right - x));
  markup += labelMarkup(node.label, right - (hasNote ? beside : 0) - x, `x="${x}" y="${middle + 4}"`);
  if (hasNote) markup += ` <text class="note end" x="${right}" y="${middle + 4}">${escape(node.note)}</text>`;
  return markup;
}

function moduleMarkup(node: GraphNode, box: Box): string {
  const inner = box.width - 20;
  return [
    shapeMarkup(node.state, 10, 8, 14),
    labelMarkup(node.label, inner - 22, 'class="strong" x="30" y="19"', 1.22),
    ` <text class="note" x="10" y="37">${escape(node.note)}</text>`,
    thumbnailMarkup(node.stages, box.width - 10, 28),
    barMarkup(node, 10, box.height - 11, inner),
  ].join('');
}

/** A module in a dense overview: its name, its hits without the word, and the bar of its types. */
function moduleRowMarkup(node: GraphNode, box: Box): string {
  const note = /^\d+\/\d+/.exec(node.note)?.[0] ?? '';
  const room = box.width - rowStart - 10;
  // The name is more important than the number. Nearly all names begin with ITK, so that is the first part to go.
  const label = isWhole(node.label, room) ? node.label : node.label.replace(/^ITK(?=[A-Z])/, '');
  const hasNote = isWhole(label, room - noteWidth(note));
  const shown = { ...node, label, note: hasNote ? note : '', drill: null };
  const row = rowMarkup(shown, { ...box, height: box.height - 3 });
  return row + barMarkup(node, 10, box.height - 6, box.width - 20, 3);
}

/** One small square for each stage, filled to the degree that the stage is done. */
function thumbnailMarkup(stages: readonly StageSummary[], right: number, y: number): string {
  const size = 9;
  return stages
    .map((stage, index) => {
      const x = right - (stages.length - index) * (size + 2) + 2;
      const full = stage.total > 0 ? (stage.done / stage.total) * size : 0;
      const { tone } = stateWords[stage.state];
      return `<g class="tone-${tone}"><rect class="slot" x="${x + 0.5}" y="${y + 0.5}" width="${size - 1}" height="${size - 1}" rx="1.5"/>${
        full > 0
          ? `<rect class="body" x="${x}" y="${round(y + size - full)}" width="${size}" height="${round(full)}" rx="1.5"/>`
          : tone === 'quiet'
            ? ''
            : `<rect class="body" x="${x}" y="${y + size - 2}" width="${size}" height="2"/>`
      }</g>`;
    })
    .join('');
}

/** The shares of the types' states, side by side. */
function barMarkup(node: GraphNode, x: number, y: number, width: number, height = 4): string {
  const total = node.shares.reduce((sum, share) => sum + share.count, 0);
  let left = x;
  const parts = node.shares.map(({ state, count }) => {
    const part = (count / total) * width;
    const rect = `<g class="tone-${stateWords[state].tone}"><rect class="body" x="${round(left)}" y="${y}" width="${round(Math.max(part - 1, 1))}" height="${height}" rx="1"/></g>`;
    left += part;
    return rect;
  });
  return (
    parts.join('') || `<rect class="slot" x="${x}" y="${y}" width="${width}" height="${height}" rx="1"/>`
  );
}

/** The shape of a state in a square of `size` at x, y. */
export function shapeMarkup(state: PipelineState, x: number, y: number, size: number): string {
  const { tone, icon } = stateWords[state];
  const { body, mark, line } = shapes[icon];
  const paths = [
    body ? `<path class="body" d="${body}"/>` : '',
    mark ? `<path class="mark" d="${mark}"/>` : '',
    line ? `<path class="line" d="${line}"/>` : '',
  ].join('');
  return `<g class="shape tone-${tone}${state === 'running' ? ' spin' : ''}" transform="translate(${x} ${y}) scale(${round(size / 16)})"><g class="turn">${paths}</g></g>`;
}

/** A shortened name is hidden from screen readers, which get the full name from the node. */
function labelMarkup(label: string, width: number, attributes: string, stretch = 1): string {
  const shown = fit(label, width, false, stretch);
  return `<text ${attributes}${shown === label ? '' : ' aria-hidden="true"'}>${escape(shown)}</text>`;
}

/** Names are shortened in the middle, which is the least distinctive part. Paths lose their beginning. */
function fit(text: string, width: number, path = false, stretch = 1): string {
  const most = Math.max(3, Math.floor(width / (textWidth * stretch)));
  if (text.length <= most) return text;
  if (path) return `…${text.slice(text.length - most + 1)}`;
  const head = Math.ceil((most - 1) * 0.6);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}

function translate(box: Box): string {
  return `transform="translate(${round(box.x)} ${round(box.y)})"`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Escapes text for XML elements and attributes. Characters that XML does not allow are removed. */
export function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
