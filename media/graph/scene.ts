import { select, type Selection } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior, type ZoomTransform } from 'd3-zoom';
import { edgePath } from '../../server/src/graph/layout/layout';
import { type Box, type GraphLayout } from '../../server/src/graph/layout/placed';
import { headingsMarkup, nodeMarkup } from '../../server/src/graph/render/svg';
import type { GraphModel, GraphNode } from '../../server/src/graph/graph-view';
import { stateWords } from '../../server/src/shared/state-words';
import { farMarkup } from './far';
import { nodeLabel } from './labels';

/** Text is unreadable below this zoom. Nodes are then drawn as one path for each tone. */
const readableScale = 0.42;
/** A new picture is not drawn smaller than this. At zoom 1 its text is 12 pixels high. */
export const comfortableScale = 0.85;
/** A picture that fits as a whole at this zoom is shown as a whole. Its text is 9 pixels high. */
const wholeScale = 0.75;
/** How far beyond the visible part nodes are drawn, as a share of that part. */
const margin = 0.3;
/** A node higher than this spans several rows. Its label follows the visible part. */
const tallHeight = 60;
const everywhere: Box = { x: -Infinity, y: -Infinity, width: Infinity, height: Infinity };
const scaleExtent: [number, number] = [0.03, 3];

/** The position and the zoom of the picture. */
export interface Place {
  x: number;
  y: number;
  k: number;
}

/** What the scene reports. */
export interface SceneEvents {
  moved(place: Place): void;
}

/**
 * What is highlighted: the selected node with everything connected to it, and the nodes that match the search and the
 * filter.
 */
export interface Emphasis {
  selected: string | null;
  /** Null: all match. */
  matches: ReadonlySet<string> | null;
}

/**
 * Draws a laid-out picture into an SVG element. It draws only the visible part, in full if it is readable, else as plain
 * shapes. The size of the picture therefore does not affect the speed.
 */
export class Scene {
  private readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  private readonly world: Selection<SVGGElement, unknown, null, undefined>;
  private readonly layers: Record<
    'headings' | 'edges' | 'far' | 'nodes' | 'sticky' | 'focus',
    Selection<SVGGElement, unknown, null, undefined>
  >;
  private readonly zooming: ZoomBehavior<SVGSVGElement, unknown>;
  private model: GraphModel | null = null;
  private layout: GraphLayout | null = null;
  private nodes = new Map<string, GraphNode>();
  private index = new Map<string, number>();
  private emphasis: Emphasis = { selected: null, matches: null };
  private related: ReadonlySet<string> | null = null;
  private transform: ZoomTransform = zoomIdentity;
  private frame = 0;
  private drawnFar = false;
  /** The area whose nodes and edges are drawn. Scrolling within it only changes a transform. */
  private drawn: { area: Box; far: boolean } | null = null;
  private flashing: ReadonlySet<string> = new Set();

  constructor(
    private readonly element: SVGSVGElement,
    private readonly events: SceneEvents,
  ) {
    this.svg = select(element);
    this.world = this.svg.append('g');
    const layer = (name: string): Selection<SVGGElement, unknown, null, undefined> =>
      this.world.append('g').attr('class', name);
    this.layers = {
      headings: layer('headings'),
      edges: layer('edge-layer'),
      far: layer('far'),
      nodes: layer('nodes'),
      focus: layer('focus-layer'),
      sticky: this.svg.append('g').attr('class', 'sticky-layer'),
    };
    this.zooming = zoom<SVGSVGElement, unknown>()
      .scaleExtent(scaleExtent)
      // Ctrl and wheel, or a pinch, zooms. The wheel alone scrolls, as in a text.
      .filter((event: MouseEvent | WheelEvent) =>
        event.type === 'wheel' ? event.ctrlKey || event.metaKey : event.button === 0 || event.button === 1,
      )
      .on('zoom', ({ transform }: D3ZoomEvent<SVGSVGElement, unknown>) => {
        this.transform = transform;
        this.schedule();
        this.events.moved({ x: transform.x, y: transform.y, k: transform.k });
      });
    this.svg.call(this.zooming).on('dblclick.zoom', null);
    this.svg.on('wheel.pan', (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const step = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 18 : 1;
      const [dx, dy] =
        event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      this.svg.call((s) =>
        this.zooming.translateBy(s, (-dx * step) / this.transform.k, (-dy * step) / this.transform.k),
      );
    });
  }

  /** Shows a new picture at the current place. Call `fit` or `moveTo` to change that. */
  show(model: GraphModel, layout: GraphLayout): void {
    this.setModel(model);
    this.layout = layout;
    const slack = 400;
    this.zooming.translateExtent([
      [-slack, -slack],
      [layout.width + slack, layout.height + slack],
    ]);
    this.layers.nodes.selectAll('*').remove();
    this.layers.headings.html(model.arrangement === 'table' ? '' : headingsMarkup(model, layout.headings));
    this.layers.far.html('');
    this.invalidate(true);
  }

  /** Replaces the contents of nodes that keep their position. */
  update(model: GraphModel, changed: readonly GraphNode[]): void {
    const before = this.nodes;
    this.setModel(model);
    const ids = new Set(changed.map((node) => node.id));
    const turned = changed.filter(({ id, state, second }) => {
      const old = before.get(id);
      return old?.state !== state || old.second !== second;
    });
    this.layers.nodes
      .selectAll<SVGGElement, GraphNode>('g.node')
      .filter((node) => ids.has(node.id))
      .each((_, position, elements) => elements[position]!.remove());
    this.flashing = new Set(turned.map((node) => node.id));
    this.invalidate(true);
  }

  emphasize(emphasis: Emphasis): void {
    const otherMatches = emphasis.matches !== this.emphasis.matches;
    this.emphasis = emphasis;
    this.related = this.findRelated();
    this.invalidate(otherMatches);
  }

  place(): Place {
    const { x, y, k } = this.transform;
    return { x, y, k };
  }

  moveTo({ x, y, k }: Place): void {
    this.svg.call((s) => this.zooming.transform(s, zoomIdentity.translate(x, y).scale(k)));
  }

  zoomBy(factor: number): void {
    this.svg.call((s) => this.zooming.scaleBy(s, factor));
  }

  /** Fits the whole picture if `whole` is set or the result is readable. Otherwise fits its width and shows the top. */
  fit(whole = true): void {
    if (!this.layout) return;
    const { width, height } = this.size();
    const across = width / Math.max(this.layout.width, 1);
    const down = height / Math.max(this.layout.height, 1);
    const all = Math.min(across, down, 1.25);
    const fitsAcross = across >= wholeScale;
    const k = whole || all >= wholeScale ? all : fitsAcross ? Math.min(across, 1) : comfortableScale;
    const x = Math.max((width - this.layout.width * k) / 2, 0);
    const y = whole || k === all ? Math.max((height - this.layout.height * k) / 2, 0) : 0;
    this.moveTo({ x, y, k });
  }

  /**
   * Scrolls as little as possible to make the node visible, and zooms in if it is unreadable. `covered` is the width at the
   * right side, and the height at the bottom, that something else covers.
   */
  reveal(id: string, covered: { right: number; bottom: number } = { right: 0, bottom: 0 }): void {
    const box = this.layout?.nodes[id];
    if (!box) return;
    const size = this.size();
    const width = size.width - covered.right;
    const height = size.height - covered.bottom;
    let { x, y, k } = this.transform;
    if (k < readableScale) {
      k = 0.8;
      x = width / 2 - (box.x + box.width / 2) * k;
      y = height / 2 - (box.y + Math.min(box.height, 28) / 2) * k;
    } else {
      const clamp = (offset: number, from: number, length: number, space: number, border: number): number => {
        const start = from * k + offset;
        const end = start + Math.min(length * k, space - 2 * border);
        if (start < border) return offset + border - start;
        return end > space - border ? offset - (end - space + border) : offset;
      };
      // A picture that fits across has this much at its sides, and stays where it is.
      x = clamp(x, box.x, box.width, width, 8);
      // A node as tall as the table counts as visible if a part of it is.
      const inSight =
        box.height > tallHeight && box.y * k + y < height / 2 && (box.y + box.height) * k + y > height / 2;
      if (!inSight) y = clamp(y, box.y, box.height, height, 36);
    }
    if (x !== this.transform.x || y !== this.transform.y || k !== this.transform.k) this.moveTo({ x, y, k });
  }

  /** The node at a point of the window. */
  nodeAt(clientX: number, clientY: number): GraphNode | null {
    const bounds = this.element.getBoundingClientRect();
    const [x, y] = this.transform.invert([clientX - bounds.left, clientY - bounds.top]);
    for (const [id, box] of Object.entries(this.layout?.nodes ?? {}))
      if (x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height)
        return this.nodes.get(id) ?? null;
    return null;
  }

  /** The rectangle of a node in the window. */
  onScreen(id: string): DOMRect | null {
    const box = this.layout?.nodes[id];
    if (!box) return null;
    const { x, y, k } = this.transform;
    const bounds = this.element.getBoundingClientRect();
    return new DOMRect(
      bounds.left + box.x * k + x,
      bounds.top + box.y * k + y,
      box.width * k,
      box.height * k,
    );
  }

  size(): { width: number; height: number } {
    return { width: Math.max(this.element.clientWidth, 1), height: Math.max(this.element.clientHeight, 1) };
  }

  /** The visible part of the picture. */
  visible(): Box {
    const { width, height } = this.size();
    const [x, y] = this.transform.invert([0, 0]);
    return { x, y, width: width / this.transform.k, height: height / this.transform.k };
  }

  /** Draws immediately instead of with the next frame. A node must exist before a screen reader is told about it. */
  flush(): void {
    cancelAnimationFrame(this.frame);
    this.drawNow();
  }

  schedule(): void {
    this.frame ||= requestAnimationFrame(() => this.drawNow());
  }

  private setModel(model: GraphModel): void {
    this.model = model;
    this.nodes = new Map(model.nodes.map((node) => [node.id, node]));
    this.index = new Map(model.nodes.map((node, index) => [node.id, index]));
    this.related = this.findRelated();
  }

  /**
   * Marks the drawing as out of date. `far` includes the distant drawing, which depends on the nodes' states and the
   * matches.
   */
  private invalidate(far: boolean): void {
    this.drawn = null;
    if (far) this.drawnFar = false;
    this.schedule();
  }

  private drawNow(): void {
    this.frame = 0;
    if (!this.model || !this.layout) return;
    this.world.attr('transform', this.transform.toString());
    const far = this.transform.k < readableScale;
    if (far && !this.drawnFar) {
      this.layers.far.html(farMarkup(this.model, this.layout, this.emphasis.matches));
      this.drawnFar = true;
    }
    this.layers.far.attr('display', far ? null : 'none');
    const sight = this.visible();
    if (this.drawn?.far !== far || !covers(this.drawn.area, sight)) {
      const area = far ? everywhere : grow(sight, sight.width * margin, sight.height * margin);
      this.drawNodes(area, far);
      this.drawEdges(area, far);
      this.drawn = { area, far };
    }
    this.drawSticky(far);
  }

  private drawNodes(sight: Box, far: boolean): void {
    const { layout, emphasis, related, flashing } = this;
    this.flashing = new Set();
    const shown = this.model!.nodes.filter((node) => {
      const box = layout!.nodes[node.id];
      // The selected node is always drawn, because screen readers refer to it.
      return box && (node.id === emphasis.selected || (!far && overlap(box, sight)));
    });
    this.layers.nodes
      .selectAll<SVGGElement, GraphNode>('g.node')
      .data(shown, (node) => node.id)
      .join((entering) =>
        entering
          .append('g')
          .attr('role', 'option')
          .attr('id', (node) => domId(this.index.get(node.id)!))
          .attr('data-node', (node) => node.id)
          .attr('transform', (node) => {
            const { x, y } = layout!.nodes[node.id]!;
            return `translate(${x} ${y})`;
          })
          .attr('aria-label', nodeLabel)
          .attr('aria-setsize', this.nodes.size)
          .attr('aria-posinset', (node) => this.index.get(node.id)! + 1)
          .html((node) => nodeMarkup(node, layout!.nodes[node.id]!)),
      )
      .attr('class', (node) => {
        const dim =
          (emphasis.matches && !emphasis.matches.has(node.id)) || (related && !related.has(node.id));
        return `node kind-${node.kind} tone-${stateWords[node.state].tone}${dim ? ' dim' : ''}${flashing.has(node.id) ? ' flash' : ''}${layout!.nodes[node.id]!.height > tallHeight ? ' tall' : ''}`;
      })
      .attr('aria-selected', (node) => String(node.id === emphasis.selected));
    const selected = emphasis.selected ? layout!.nodes[emphasis.selected] : undefined;
    this.layers.focus
      .selectAll('rect')
      .data(selected ? [selected] : [])
      .join('rect')
      .attr('class', 'focus-ring')
      .attr('x', (box) => box.x - 3)
      .attr('y', (box) => box.y - 3)
      .attr('width', (box) => box.width + 6)
      .attr('height', (box) => box.height + 6)
      .attr('rx', 7);
  }

  private drawEdges(sight: Box, far: boolean): void {
    const { related, emphasis } = this;
    const faint: string[] = [];
    const strong: string[] = [];
    for (const edge of this.layout!.edges) {
      const lights = related?.has(edge.from) && related.has(edge.to);
      if (!lights && sight !== everywhere && !crosses(edge, sight)) continue;
      (lights ? strong : faint).push(edgePath(edge));
    }
    const paths = [
      {
        name: `edges${related || emphasis.matches ? ' dim' : ''}${far ? ' thin' : ''}`,
        path: faint.join(''),
      },
      { name: 'edges lit', path: strong.join('') },
    ];
    this.layers.edges
      .selectAll('path')
      .data(paths)
      .join('path')
      .attr('class', ({ name }) => name)
      .attr('d', ({ path }) => path);
  }

  /** Keeps column headings at the top, and the labels of tall nodes in the visible part. */
  private drawSticky(far: boolean): void {
    const { x, k } = this.transform;
    const table = this.model!.arrangement === 'table' && !far ? this.layout!.headings : [];
    this.layers.sticky.attr('display', table.length > 0 ? null : 'none');
    if (table.length === 0) return;
    if (this.layers.sticky.select('rect').empty())
      this.layers.sticky
        .append('rect')
        .attr('class', 'heading-strip')
        .attr('height', 26)
        .attr('width', '100%');
    this.layers.sticky
      .selectAll<SVGTextElement, (typeof table)[number]>('text')
      .data(table, (heading) => heading.id)
      .join('text')
      .attr('class', 'heading')
      .attr('y', 17)
      .attr('x', (heading) => heading.x * k + x)
      .text((heading) => heading.label);
    const sight = this.visible();
    this.layers.nodes.selectAll<SVGGElement, GraphNode>('g.tall').each((node, index, elements) => {
      const box = this.layout!.nodes[node.id]!;
      const top = Math.max(box.y, sight.y + 26 / k);
      const bottom = Math.min(box.y + box.height, sight.y + sight.height);
      const y = Math.min(Math.max((top + bottom) / 2 - box.y - 14, 0), box.height - 28);
      elements[index]!.querySelector('.sticky')?.setAttribute('transform', `translate(0 ${y})`);
    });
  }

  /** The selected module with everything that it needs and everything that needs it. Null if nothing is highlighted. */
  private findRelated(): ReadonlySet<string> | null {
    const { selected } = this.emphasis;
    if (!selected || this.model?.arrangement !== 'layers' || !this.nodes.has(selected)) return null;
    const found = new Set([selected]);
    for (const [here, there] of [
      ['to', 'from'],
      ['from', 'to'],
    ] as const) {
      const next = new Map<string, string[]>();
      for (const edge of this.model.edges)
        next.set(edge[here], [...(next.get(edge[here]) ?? []), edge[there]]);
      const queue = [selected];
      const seen = new Set(queue);
      for (let id = queue.pop(); id !== undefined; id = queue.pop())
        for (const other of next.get(id) ?? [])
          if (!seen.has(other)) {
            seen.add(other);
            found.add(other);
            queue.push(other);
          }
    }
    return found;
  }
}

/** The id of a node's element in the page. A node's own id may contain any character. */
export function domId(index: number): string {
  return `node-${index}`;
}

function grow(box: Box, dx: number, dy: number): Box {
  return { x: box.x - dx, y: box.y - dy, width: box.width + 2 * dx, height: box.height + 2 * dy };
}

/** Whether `area` contains `sight` without being so large that most of the drawing is wasted. */
function covers(area: Box, sight: Box): boolean {
  if (area === everywhere) return true;
  return (
    area.x <= sight.x &&
    area.y <= sight.y &&
    area.x + area.width >= sight.x + sight.width &&
    area.y + area.height >= sight.y + sight.height &&
    area.width * area.height <= 9 * sight.width * sight.height
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function crosses(edge: { x1: number; y1: number; x2: number; y2: number }, sight: Box): boolean {
  return (
    Math.min(edge.x1, edge.x2) <= sight.x + sight.width &&
    Math.max(edge.x1, edge.x2) >= sight.x &&
    Math.min(edge.y1, edge.y2) <= sight.y + sight.height &&
    Math.max(edge.y1, edge.y2) >= sight.y
  );
}
