import { applyDelta, keepsPlaces } from '../../server/src/graph/view-diff';
import type { GraphLayout, Space } from '../../server/src/graph/layout/placed';
import {
  viewKey,
  type GraphDelta,
  type GraphModel,
  type GraphNode,
  type GraphView,
} from '../../server/src/graph/graph-view';
import { summaryLine } from '../../server/src/graph/graph-words';
import { showDetails } from './details';
import { element } from './dom';
import { pngOf, svgOf } from './exporting';
import { History } from './history';
import { handleKey, neighbor, type GraphKeys } from './keyboard';
import { nodeLabel } from './labels';
import { showLegend } from './legend';
import { LayoutClient } from './layout-client';
import { openMenu, type MenuItem } from './menu';
import type { PageState, ToHost, ToPage } from './messages';
import { Minimap } from './minimap';
import { comfortableScale, domId, Scene } from './scene';
import { type Chip, matchesOf } from './search';
import { strings } from './strings';
import { Toolbar } from './toolbar';
import { trailOf } from './trail';

/** The width of the area at a node's right side that leads to the next level, in pixels. */
const chevronWidth = 24;

/** The functions that VS Code gives a webview. */
export interface PageHost {
  postMessage(message: ToHost): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
}

/** The page. It handles messages and input, keeps the selection and the search, and lets the other parts draw. */
export class GraphPage {
  private readonly toolbar: Toolbar;
  private readonly scene: Scene;
  private readonly minimap: Minimap;
  private readonly layouts = new LayoutClient();
  private readonly stage: HTMLElement;
  private readonly svg: SVGSVGElement;
  private readonly message = element('p', { class: 'message', role: 'status' }, strings.loading());
  private readonly live = element('p', { class: 'spoken', 'aria-live': 'polite' });
  private readonly details = element('aside', {
    class: 'details',
    'aria-label': strings.details(),
    hidden: true,
  });
  private readonly legend = element('aside', {
    class: 'legend',
    'aria-label': strings.legend(),
    hidden: true,
  });
  private readonly history = new History();
  private state: PageState;
  private model: GraphModel | null = null;
  private layout: GraphLayout | null = null;
  private matches: ReadonlySet<string> | null = null;
  /** Counts the requested pictures, so that a late layout of an older one is ignored. */
  private turn = 0;
  private saving: ReturnType<typeof setTimeout> | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    parent: HTMLElement,
    private readonly host: PageHost,
  ) {
    const kept = latest(host.getState(), parent.dataset.kept);
    this.state = kept ?? {
      view: { kind: 'overview' },
      places: {},
      selected: null,
      search: '',
      filter: [],
      keptMs: 0,
    };
    const header = element('header', { class: 'toolbar' });
    this.svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    this.svg.setAttribute('role', 'presentation');
    this.stage = element('div', {
      class: 'stage',
      role: 'listbox',
      tabindex: '0',
      'aria-label': strings.picture(),
      'aria-description': strings.keys(),
    });
    this.stage.append(this.svg);
    const main = element('main', {}, this.stage, this.message, this.details, this.legend, this.live);
    parent.replaceChildren(header, main);
    this.toolbar = new Toolbar(header, {
      navigate: (view) => this.navigate(view),
      search: (text) => this.search(text),
      step: (by) => this.step(by),
      leaveSearch: () => this.stage.focus(),
      filter: (chips) => this.filter(chips),
      zoom: (factor) => this.scene.zoomBy(factor),
      fit: () => this.scene.fit(),
      back: () => this.travel(this.history.back()),
      forward: () => this.travel(this.history.forward()),
      legend: () => this.toggleLegend(),
      choose: ({ view, focus }) => this.goTo(view, focus),
      save: (format) => void this.save(format),
    });
    this.toolbar.search.value = this.state.search;
    this.toolbar.choose(this.state.filter as Chip[]);
    this.scene = new Scene(this.svg, { moved: () => this.moved() });
    this.minimap = new Minimap(main, (x, y) => this.centerOn(x, y));
    this.listen();
    host.postMessage({ kind: 'ready', view: kept?.view ?? null });
  }

  receive(message: ToPage): void {
    switch (message.kind) {
      case 'show':
        void this.show(message.model, message.focus);
        break;
      case 'delta':
        void this.change(message.delta);
        break;
      case 'focus':
        this.select(message.node);
        break;
      case 'found':
        if (
          message.found.text === this.toolbar.search.value &&
          document.activeElement === this.toolbar.search
        )
          this.toolbar.found.show(message.found);
        break;
      case 'problem':
        this.say(message.message);
        break;
    }
  }

  private async show(model: GraphModel, focus?: string): Promise<void> {
    const turn = ++this.turn;
    const layout = await this.layouts.layout(model, this.space());
    if (turn !== this.turn) return;
    const key = viewKey(model.view);
    const kept = this.state.places[key];
    const place = kept?.width === layout.width ? kept : undefined;
    const sameView = key === viewKey(this.state.view);
    this.history.shows(model.view);
    this.toolbar.showHistory(this.history);
    // A search is about the view in which it was typed.
    if (!sameView) this.clearSearch();
    this.state.view = model.view;
    this.model = model;
    this.layout = layout;
    if (!sameView) this.state.selected = null;
    if (focus) this.state.selected = focus;
    if (!model.nodes.some((node) => node.id === this.state.selected)) this.state.selected = null;
    this.toolbar.show(model, trailOf(model));
    this.message.textContent = model.empty ?? '';
    this.message.hidden = model.empty === null;
    this.stage.setAttribute('aria-label', `${strings.picture()}: ${model.title}. ${summaryLine(model)}`);
    this.scene.show(model, layout);
    this.findMatches();
    if (place) this.scene.moveTo(place);
    else this.scene.fit(false);
    this.showSelection();
    if (focus) this.scene.reveal(focus, this.covered());
    if (!this.legend.hidden) this.showLegend();
    this.keep();
  }

  private async change(delta: GraphDelta): Promise<void> {
    if (!this.model || viewKey(delta.view) !== viewKey(this.model.view)) return;
    const model = applyDelta(this.model, delta);
    this.model = model;
    if (!keepsPlaces(delta)) {
      const turn = ++this.turn;
      const layout = await this.layouts.layout(model, this.space());
      if (turn !== this.turn) return;
      this.layout = layout;
      this.scene.show(this.model, layout);
    } else this.scene.update(model, delta.nodes);
    if (!model.nodes.some((node) => node.id === this.state.selected)) this.state.selected = null;
    this.toolbar.show(model, trailOf(model));
    this.message.textContent = model.empty ?? '';
    this.message.hidden = model.empty === null;
    this.findMatches();
    this.showSelection();
    this.live.textContent = strings.changed(delta.nodes.length + delta.removed.length);
  }

  private node(id: string | null): GraphNode | null {
    return this.model?.nodes.find((node) => node.id === id) ?? null;
  }

  /** Selects a node. A click passes `reveal = false`, because the node is already visible and should not move. */
  private select(id: string | null, reveal = true): void {
    if (id !== null && !this.node(id)) return;
    this.state.selected = id;
    this.showSelection();
    if (id && reveal) this.scene.reveal(id, this.covered());
    const node = this.node(id);
    if (node) this.live.textContent = nodeLabel(node);
    this.keep();
  }

  private showSelection(): void {
    const node = this.node(this.state.selected);
    this.scene.emphasize({ selected: this.state.selected, matches: this.matches });
    showDetails(this.details, node, node ? this.itemsOf(node) : [], () => {
      this.select(null);
      this.stage.focus();
    });
    if (node) {
      this.scene.flush();
      this.stage.setAttribute('aria-activedescendant', domId(this.model!.nodes.indexOf(node)));
    } else this.stage.removeAttribute('aria-activedescendant');
  }

  private itemsOf(node: GraphNode): MenuItem[] {
    const { drill } = node;
    return [
      ...node.files.map((file) => ({
        label: strings.open(file.label),
        run: () => this.host.postMessage({ kind: 'open', path: file.path, line: file.line ?? null }),
      })),
      ...(drill ? [{ label: strings.down[drill.kind](), run: () => this.navigate(drill) }] : []),
      ...node.actions.map((action) => ({
        label: strings.actions[action](),
        run: () => this.host.postMessage({ kind: 'run', action, module: node.module, type: node.type }),
      })),
    ];
  }

  /** Opens the node's file, or goes down a level if it has none. */
  private activate(node: GraphNode): void {
    const file = node.kind === 'module' ? undefined : node.files[0];
    if (file) this.host.postMessage({ kind: 'open', path: file.path, line: file.line ?? null });
    else if (node.drill) this.navigate(node.drill);
  }

  private navigate(view: GraphView, focus?: string): void {
    this.host.postMessage({ kind: 'navigate', view, ...(focus === undefined ? {} : { focus }) });
  }

  private travel(view: GraphView | null): void {
    if (view) this.navigate(view);
  }

  /** Goes to what a search found. In the view that is shown already, this only selects the node. */
  private goTo(view: GraphView, focus: string | null): void {
    this.clearSearch();
    if (this.model && viewKey(view) === viewKey(this.model.view)) {
      this.select(focus);
    } else this.navigate(view, focus ?? undefined);
    this.stage.focus();
  }

  private clearSearch(): void {
    this.state.search = '';
    this.toolbar.search.value = '';
    this.toolbar.found.close();
    this.findMatches();
  }

  private toggleLegend(): void {
    this.legend.hidden = !this.legend.hidden;
    this.showLegend();
  }

  private showLegend(): void {
    if (!this.model) return;
    showLegend(this.legend, this.model, () => {
      this.legend.hidden = true;
      this.stage.focus();
    });
  }

  /** How much of the picture the details cover: a strip at its right side or, if the page is narrow, at its bottom. */
  private covered(): { right: number; bottom: number } {
    if (this.details.hidden) return { right: 0, bottom: 0 };
    const { width, height } = this.details.getBoundingClientRect();
    const isBelow = width >= this.scene.size().width;
    return isBelow ? { right: 0, bottom: height } : { right: width + 24, bottom: 0 };
  }

  private up(): void {
    const trail = this.model ? trailOf(this.model) : [];
    const above = trail.at(-2);
    if (above) this.navigate(above.view);
  }

  private search(text: string): void {
    this.state.search = text;
    if (text.trim()) this.host.postMessage({ kind: 'find', text });
    else this.toolbar.found.close();
    this.findMatches();
    const first = this.matches && [...this.matches][0];
    if (text && first && !this.matches?.has(this.state.selected ?? '')) {
      this.state.selected = first;
      this.showSelection();
      this.scene.reveal(first, this.covered());
    } else {
      // What the first letters had found is no result of the whole text.
      if (text && this.matches && !first) this.state.selected = null;
      this.showSelection();
    }
    this.keep();
  }

  private filter(chips: ReadonlySet<Chip>): void {
    this.state.filter = [...chips];
    this.findMatches();
    this.showSelection();
    this.keep();
  }

  private findMatches(): void {
    const words = this.state.search.toLowerCase().split(/\s+/).filter(Boolean);
    const chips = new Set(this.state.filter as Chip[]);
    this.matches = this.model && matchesOf(this.model.nodes, words, chips);
    const text = this.matches ? strings.matches(this.matches.size, this.model!.nodes.length) : '';
    this.toolbar.showCount(text, (this.matches?.size ?? 0) > 0);
    if (this.model && this.layout) this.minimap.draw(this.model, this.layout, this.matches);
  }

  private step(by: 1 | -1): void {
    if (!this.model || !this.matches || this.matches.size === 0) return;
    const ids = [...this.matches];
    const here = ids.indexOf(this.state.selected ?? '');
    // Without a selected match, backward begins with the last one.
    const next = here < 0 && by < 0 ? ids.length - 1 : here + by;
    this.select(ids[(next + ids.length) % ids.length]!);
  }

  private async save(format: 'svg' | 'png'): Promise<void> {
    if (!this.model || !this.layout) return;
    const name = `itk-wrapping-${this.model.title}`.replace(/[^\w.-]+/g, '-');
    try {
      const data = format === 'svg' ? svgOf(this.model, this.layout) : await pngOf(this.model, this.layout);
      this.host.postMessage({ kind: 'export', format, name, data });
    } catch (error) {
      this.say(String(error));
    }
  }

  private say(text: string): void {
    this.message.textContent = text;
    this.message.hidden = false;
  }

  private moved(): void {
    if (!this.layout) return;
    this.minimap.show(this.scene.visible(), this.layout);
    this.state.places[viewKey(this.state.view)] = { ...this.scene.place(), width: this.layout.width };
    this.saving ??= setTimeout(() => this.keep(), 150);
  }

  /**
   * Saves the state. Changes are saved at once, except for scrolling and zooming, which change each frame. The host gets a
   * copy, because VS Code saves a page's state only when the window closes, which may be too late in a browser.
   */
  private keep(): void {
    clearTimeout(this.saving);
    this.saving = undefined;
    this.state.keptMs = Date.now();
    this.host.setState(this.state);
    this.host.postMessage({ kind: 'kept', state: this.state });
  }

  private space(): Space {
    const { width, height } = this.scene.size();
    return {
      aspect: Math.min(Math.max(width / height, 0.5), 4),
      width: width / comfortableScale,
      height: height / comfortableScale,
    };
  }

  private centerOn(x: number, y: number): void {
    const { k } = this.scene.place();
    const { width, height } = this.scene.size();
    this.scene.moveTo({ x: width / 2 - x * k, y: height / 2 - y * k, k });
  }

  private listen(): void {
    const { stage } = this;
    this.svg.addEventListener('click', (event) => {
      stage.focus({ preventScroll: true });
      const node = this.scene.nodeAt(event.clientX, event.clientY);
      this.select(node?.id ?? null, false);
      if (!node || node.kind === 'module') return;
      const fromRight = this.scene.onScreen(node.id)!.right - event.clientX;
      if (node.drill && fromRight < chevronWidth * this.scene.place().k) this.navigate(node.drill);
      else this.activate(node);
    });
    this.svg.addEventListener('dblclick', (event) => {
      const node = this.scene.nodeAt(event.clientX, event.clientY);
      if (node?.drill) this.navigate(node.drill);
    });
    this.svg.addEventListener('contextmenu', (event) => {
      const node = this.scene.nodeAt(event.clientX, event.clientY);
      event.preventDefault();
      if (!node) return;
      this.select(node.id, false);
      openMenu(event.clientX, event.clientY, node.label, this.itemsOf(node));
    });
    stage.addEventListener('keydown', (event) => {
      if (handleKey(event, this.keys())) event.preventDefault();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
      this.toolbar.search.focus();
      this.toolbar.search.select();
      event.preventDefault();
    });
    addEventListener('pagehide', () => this.saving && this.keep());
    new ResizeObserver(() => this.resized()).observe(this.svg);
  }

  /** Draws again, and lays out again once the size has settled, because another form may fit now. */
  private resized(): void {
    this.scene.schedule();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => void this.layOutAgain(), 200);
  }

  private async layOutAgain(): Promise<void> {
    const { model } = this;
    if (!model || model.arrangement === 'boxes') return;
    // This takes no turn, because a picture that was requested meanwhile must still be shown.
    const { turn } = this;
    const layout = await this.layouts.layout(model, this.space());
    if (turn !== this.turn || model !== this.model) return;
    if (layout.width === this.layout?.width && layout.height === this.layout.height) return;
    this.layout = layout;
    this.scene.show(model, layout);
    this.findMatches();
    this.scene.fit(false);
    this.showSelection();
  }

  /** What the keys do in the picture. keyboard.ts reads the keys themselves. */
  private keys(): GraphKeys {
    const node = this.node(this.state.selected);
    const first = this.model?.nodes[0]?.id ?? null;
    return {
      move: (direction) => {
        const next = node && this.layout && neighbor(this.layout.nodes, node.id, direction, this.eyeY());
        this.select(next ?? node?.id ?? first);
      },
      first: () => this.select(first),
      last: () => this.select(this.model?.nodes.at(-1)?.id ?? null),
      activate: () => node && this.activate(node),
      down: () => node?.drill && this.navigate(node.drill),
      up: () => this.up(),
      back: () => this.travel(this.history.back()),
      forward: () => this.travel(this.history.forward()),
      clear: () => this.select(null),
      step: (by) => this.step(by),
      zoom: (factor) => this.scene.zoomBy(factor),
      fit: () => this.scene.fit(),
      menu: () => {
        const box = node && this.scene.onScreen(node.id);
        if (box)
          openMenu(box.left + 12, Math.min(box.bottom, innerHeight - 40), node.label, this.itemsOf(node));
      },
    };
  }

  /** The middle of the visible part of the selected node, if that is taller than a row. */
  private eyeY(): number | null {
    const box = this.layout?.nodes[this.state.selected ?? ''];
    if (!box || box.height <= 60) return null;
    const sight = this.scene.visible();
    const top = Math.max(box.y, sight.y);
    return (top + Math.min(box.y + box.height, sight.y + sight.height)) / 2;
  }
}

/** The newer of the states that VS Code and the host have saved. The host's is JSON text. */
function latest(own: PageState | undefined, hosts: string | undefined): PageState | undefined {
  const other = hosts ? (JSON.parse(hosts) as PageState) : undefined;
  return other && other.keptMs > (own?.keptMs ?? 0) ? other : own;
}
