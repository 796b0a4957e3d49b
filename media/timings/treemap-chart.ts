import { hierarchy, treemap, type HierarchyRectangularNode } from 'd3-hierarchy';
import { sizeText } from '../../server/src/shared/l10n/size-text';
import { durationText } from '../../server/src/shared/timings/duration-text';
import type { Costs, ModuleCost } from '../../server/src/shared/timings/timings-report';
import { costNodes, type CostNode } from './cost-node';
import { button, html, svg } from './elements';
import { fitText } from './fit-text';

const HEIGHT = 460;
const HEADER = 17;
const NARROWEST = 480;

type Metric = keyof Costs;

const METRICS: Readonly<Record<Metric, string>> = {
  seconds: 'time',
  cppBytes: 'size of Python.cpp',
  objectBytes: 'size of object files',
  libraryBytes: 'size of the library (types: their share by object files)',
  peakBytes: 'peak memory',
};

/** What the rows of each level are, and what their second column counts. */
const LEVELS = [
  { rows: 'Modules', row: 'Module', count: 'Types' },
  { rows: 'Types', row: 'Type', count: 'Instantiations' },
  { rows: 'Lines, each with its share', row: 'Line', count: 'Instantiations' },
] as const;

type Tile = HierarchyRectangularNode<{ node: CostNode; children: unknown[] }>;

/** Modules, types and lines by what they cost, and the same as a table. One can go into a module and a type. */
export class TreemapChart {
  private readonly picture = svg('svg', { role: 'group', 'aria-label': 'Treemap of costs' });
  private readonly trail = html('nav', { 'aria-label': 'Part of the wrapping' });
  private readonly metrics = html('select', { id: 'metric' });
  private readonly path: CostNode[];
  private readonly knowsMemory: boolean;
  private width = 1000;
  /** The tile that has the tab stop. */
  private current = 0;

  constructor(place: HTMLElement, modules: readonly ModuleCost[]) {
    const root = costNodes(modules);
    this.path = [root];
    const isKnown = (metric: Metric): boolean => modules.some(({ costs }) => (costs[metric] ?? 0) > 0);
    this.knowsMemory = isKnown('peakBytes');
    for (const metric of Object.keys(METRICS) as Metric[])
      if (isKnown(metric)) this.metrics.append(html('option', { value: metric }, METRICS[metric]));
    this.metrics.addEventListener('input', () => this.draw());
    place.append(
      html('div', { class: 'toolbar' }, html('label', { for: 'metric' }, 'Areas by'), this.metrics),
      this.trail,
      this.picture,
      html(
        'p',
        { class: 'help' },
        'Keys: arrows select a part, Enter goes into it, Backspace goes back. The table below has the parts that are shown.',
      ),
    );
    this.picture.addEventListener('keydown', (event) => this.key(event));
    this.resize(place.clientWidth);
    new ResizeObserver(() => this.resize(place.clientWidth)).observe(place);
  }

  private get shown(): CostNode {
    return this.path.at(-1)!;
  }

  private get metric(): Metric {
    return (this.metrics.value || 'seconds') as Metric;
  }

  private resize(width: number): void {
    const wanted = Math.max(NARROWEST, Math.round(width));
    if (wanted === this.width && this.picture.hasAttribute('viewBox')) return;
    this.width = wanted;
    this.picture.setAttribute('viewBox', `0 0 ${wanted} ${HEIGHT}`);
    this.draw();
  }

  private go(path: readonly CostNode[], focus: 'picture' | 'trail'): void {
    this.path.splice(0, this.path.length, ...path);
    this.current = 0;
    this.draw();
    if (focus === 'picture') this.tiles()[0]?.focus();
    else this.trail.querySelector<HTMLElement>('[aria-current]')?.focus();
  }

  private draw(): void {
    this.drawTrail();
    this.drawTiles();
    this.fillTable();
  }

  private drawTrail(): void {
    this.trail.replaceChildren(
      ...this.path.flatMap((node, at) => [
        ...(at > 0 ? [' › '] : []),
        at === this.path.length - 1
          ? html('span', { 'aria-current': 'true', tabindex: -1 }, node.name)
          : button(node.name, () => this.go(this.path.slice(0, at + 1), 'trail')),
      ]),
    );
  }

  private drawTiles(): void {
    const { metric } = this;
    const cut = (node: CostNode, depth: number): { node: CostNode; children: unknown[] } => ({
      node,
      children: depth < 2 ? node.children.map((child) => cut(child, depth + 1)) : [],
    });
    const root = hierarchy(
      cut(this.shown, 0),
      ({ children }) => children as { node: CostNode; children: unknown[] }[],
    )
      .sum(({ node, children }) => (children.length > 0 ? 0 : (node.costs[metric] ?? 0)))
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
    const placed = treemap<{ node: CostNode; children: unknown[] }>()
      .size([this.width, HEIGHT])
      .paddingInner(1)
      .paddingTop((tile) => (tile.depth === 1 && tile.children ? HEADER : 0))(root);
    const tiles = (placed.children ?? []).filter(({ value }) => (value ?? 0) > 0);
    if (tiles.length === 0)
      this.picture.replaceChildren(
        svg('text', { class: 'row', x: 8, y: 24 }, `No ${METRICS[metric]} is known here.`),
      );
    else this.picture.replaceChildren(...tiles.map((tile, at) => this.tile(tile, at)));
  }

  /**
   * A part of what is shown, with its own parts on it. The box behind them is what one focuses and what is announced. Their
   * names are not inside it, because a control must be named like the text in it.
   */
  private tile(tile: Tile, at: number): SVGGElement {
    const { node } = tile.data;
    const canEnter = node.children.length > 0;
    const behind = box(tile, 'outer');
    behind.setAttribute('role', canEnter ? 'button' : 'img');
    behind.setAttribute('tabindex', at === this.current ? '0' : '-1');
    behind.setAttribute('aria-label', this.words(node));
    behind.append(svg('title', {}, this.words(node)));
    behind.addEventListener('focus', () => this.select(at));
    const drawn = svg(
      'g',
      { 'aria-hidden': 'true' },
      ...(tile.children ?? []).map((child) => this.part(child)),
    );
    label(drawn, tile, node.name, 12);
    const made = svg('g', { class: canEnter ? 'tile inner' : 'tile' }, behind, drawn, box(tile, 'ring'));
    if (canEnter) made.addEventListener('click', () => this.go([...this.path, node], 'picture'));
    return made;
  }

  private part(tile: Tile): SVGGElement {
    const { node } = tile.data;
    const made = svg('g', {}, svg('title', {}, this.words(node)), box(tile, 'leaf'));
    label(made, tile, node.name, 11);
    return made;
  }

  private words({ name, costs }: CostNode): string {
    return `${name}: ${valueText(costs, this.metric)}`;
  }

  private tiles(): SVGRectElement[] {
    return [...this.picture.querySelectorAll<SVGRectElement>('.outer')];
  }

  private select(at: number): void {
    this.tiles().forEach((tile, other) => tile.setAttribute('tabindex', other === at ? '0' : '-1'));
    this.current = at;
  }

  private key(event: KeyboardEvent): void {
    const tiles = this.tiles();
    const steps: Record<string, number> = {
      ArrowRight: this.current + 1,
      ArrowDown: this.current + 1,
      ArrowLeft: this.current - 1,
      ArrowUp: this.current - 1,
      Home: 0,
      End: tiles.length - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) tiles[Math.min(tiles.length - 1, Math.max(0, next))]?.focus();
    else if (event.key === 'Enter' || event.key === ' ')
      tiles[this.current]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    else if ((event.key === 'Backspace' || event.key === 'Escape') && this.path.length > 1)
      this.go(this.path.slice(0, -1), 'picture');
    else return;
    event.preventDefault();
  }

  private fillTable(): void {
    const table = document.querySelector<HTMLTableElement>('#modules');
    const level = LEVELS[Math.min(this.path.length, LEVELS.length) - 1]!;
    if (!table) return;
    const caption = this.path.length === 1 ? level.rows : `${level.rows} of ${this.shown.name}`;
    table.caption?.replaceChildren(caption);
    table.parentElement?.setAttribute('aria-label', caption);
    const heads = table.tHead?.rows[0]?.cells;
    heads?.[0]?.replaceChildren(level.row);
    heads?.[1]?.replaceChildren(level.count);
    const rows = [...this.shown.children].sort(
      (a, b) => (b.costs[this.metric] ?? 0) - (a.costs[this.metric] ?? 0),
    );
    table.tBodies[0]?.replaceChildren(...rows.map((node) => this.row(node)));
  }

  private row(node: CostNode): Node {
    const metrics = (Object.keys(METRICS) as Metric[]).filter(
      (metric) => metric !== 'peakBytes' || this.knowsMemory,
    );
    const name =
      node.children.length > 0
        ? button(node.name, () => this.go([...this.path, node], 'trail'), { class: 'link' })
        : node.name;
    return html(
      'tr',
      {},
      html('th', { scope: 'row' }, name),
      html('td', { class: 'number' }, node.count),
      ...metrics.map((metric) => html('td', { class: 'number' }, valueText(node.costs, metric))),
    );
  }
}

function box({ x0, y0, x1, y1 }: Tile, kind: string): SVGRectElement {
  const width = Math.max(0, x1 - x0).toFixed(1);
  return svg('rect', {
    class: kind,
    x: x0.toFixed(1),
    y: y0.toFixed(1),
    width,
    height: Math.max(0, y1 - y0).toFixed(1),
  });
}

function label(of: SVGGElement, { x0, y0, x1, y1 }: Tile, text: string, size: number): void {
  if (y1 - y0 < size + 3) return;
  const fitting = fitText(text, x1 - x0 - 8, size);
  if (fitting !== '')
    of.append(
      svg(
        'text',
        { class: 'label', x: (x0 + 4).toFixed(1), y: (y0 + size + 1).toFixed(1), 'font-size': size },
        fitting,
      ),
    );
}

function valueText(costs: Costs, metric: Metric): string {
  const value = costs[metric];
  if (value === null) return 'unknown';
  return metric === 'seconds' ? durationText(value) : sizeText(value);
}
