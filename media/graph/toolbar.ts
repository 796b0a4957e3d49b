import { shapeMarkup } from '../../server/src/graph/render/svg';
import type { GraphModel, GraphView } from '../../server/src/graph/graph-view';
import type { GraphHit } from '../../server/src/graph/graph-view';
import { stateWords, type PipelineState } from '../../server/src/shared/state-words';
import { element, svgIcon } from './dom';
import { FoundList } from './found-list';
import { strings } from './strings';

/** What the toolbar reports. */
export interface ToolbarEvents {
  navigate(view: GraphView): void;
  search(text: string): void;
  /** Enter in the search field: go to the next or the previous match. */
  step(by: 1 | -1): void;
  leaveSearch(): void;
  filter(states: ReadonlySet<PipelineState>): void;
  zoom(factor: number): void;
  fit(): void;
  back(): void;
  forward(): void;
  legend(): void;
  choose(hit: GraphHit): void;
  save(format: 'svg' | 'png'): void;
}

/** The toolbar: the path to the current view, search, the states as both filter and legend, zoom, and export. */
export class Toolbar {
  readonly search: HTMLInputElement;
  readonly found: FoundList;
  private readonly backButton: HTMLButtonElement;
  private readonly forwardButton: HTMLButtonElement;
  private readonly crumbs = element('nav', { class: 'crumbs', 'aria-label': strings.picture() });
  private readonly summary = element('p', { class: 'summary' });
  private readonly chips = element('div', { class: 'chips', role: 'group', 'aria-label': strings.filter() });
  private readonly count = element('span', { class: 'count', 'aria-live': 'polite' });
  private chosen = new Set<PipelineState>();
  private shownChips = '';
  private hasMatches = false;

  constructor(
    parent: HTMLElement,
    private readonly events: ToolbarEvents,
  ) {
    const button = (text: string, label: string, onclick: () => void): HTMLButtonElement =>
      element('button', { type: 'button', class: 'icon', 'aria-label': label, title: label, onclick }, text);
    this.search = element('input', {
      type: 'search',
      placeholder: strings.search(),
      'aria-label': strings.search(),
      spellcheck: 'false',
      oninput: () => events.search(this.search.value),
    });
    this.found = new FoundList(this.search, (hit) => events.choose(hit));
    this.backButton = button('←', strings.back(), () => events.back());
    this.forwardButton = button('→', strings.forward(), () => events.forward());
    this.search.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        if (!this.found.move(event.key === 'ArrowDown' ? 1 : -1)) return;
      } else if (event.key === 'Enter') {
        // Matches in the picture come first. If there is none, Enter goes to the best result of the whole build.
        if (!this.found.enter(!this.hasMatches)) events.step(event.shiftKey ? -1 : 1);
      } else if (event.key === 'Escape') {
        if (this.search.value) {
          this.search.value = '';
          events.search('');
        } else events.leaveSearch();
      } else return;
      event.preventDefault();
    });
    parent.append(
      element(
        'div',
        { class: 'bar' },
        element('span', { class: 'buttons' }, this.backButton, this.forwardButton),
        this.crumbs,
        element('span', { class: 'find' }, this.search, this.count, this.found.list),
        element(
          'span',
          { class: 'buttons' },
          button('−', strings.zoomOut(), () => events.zoom(1 / 1.3)),
          button('+', strings.zoomIn(), () => events.zoom(1.3)),
          button('⤢', strings.fit(), () => events.fit()),
          button('?', strings.legend(), () => events.legend()),
          button('SVG', strings.exportSvg(), () => events.save('svg')),
          button('PNG', strings.exportPng(), () => events.save('png')),
        ),
      ),
      element('div', { class: 'bar second' }, this.summary, this.chips),
    );
  }

  show(model: GraphModel, trail: readonly { label: string; view: GraphView }[]): void {
    this.summary.textContent = model.summary;
    this.crumbs.replaceChildren(
      element(
        'ol',
        {},
        ...trail.map(({ label, view }, index) =>
          element(
            'li',
            {},
            index === trail.length - 1
              ? element('h1', { 'aria-current': 'page' }, label)
              : element('button', { type: 'button', onclick: () => this.events.navigate(view) }, label),
          ),
        ),
      ),
    );
    this.showChips(model);
  }

  /** Shows how many nodes match. An empty text means that there is no search. */
  showCount(text: string, hasMatches: boolean): void {
    this.count.textContent = text;
    this.hasMatches = hasMatches;
  }

  /** Enables the buttons that lead to a view. */
  showHistory(history: { canGoBack: boolean; canGoForward: boolean }): void {
    this.backButton.disabled = !history.canGoBack;
    this.forwardButton.disabled = !history.canGoForward;
  }

  choose(states: Iterable<PipelineState>): void {
    this.chosen = new Set(states);
    this.shownChips = '';
  }

  private showChips(model: GraphModel): void {
    // A type has several nodes, which count once.
    const counts = new Map<PipelineState, Set<string>>();
    for (const node of model.nodes)
      for (const state of node.second ? [node.state, node.second] : [node.state])
        counts.set(state, (counts.get(state) ?? new Set()).add(node.type ?? node.id));
    for (const state of this.chosen) if (!counts.has(state)) counts.set(state, new Set());
    const states = (Object.keys(stateWords) as PipelineState[]).filter((state) => counts.has(state));
    // If only the counts change, the buttons stay, and so does the focus.
    if (states.join() !== this.shownChips) {
      this.shownChips = states.join();
      this.chips.replaceChildren(...states.map((state) => this.chip(state)));
    }
    states.forEach((state, index) => {
      this.chips.children[index]!.querySelector('.number')!.textContent = String(counts.get(state)!.size);
    });
  }

  private chip(state: PipelineState): HTMLElement {
    const chip = element(
      'button',
      {
        type: 'button',
        class: 'chip',
        'data-state': state,
        title: stateWords[state].meaning,
        'aria-pressed': String(this.chosen.has(state)),
        onclick: () => {
          if (!this.chosen.delete(state)) this.chosen.add(state);
          chip.setAttribute('aria-pressed', String(this.chosen.has(state)));
          this.events.filter(new Set(this.chosen));
        },
      },
      svgIcon(shapeMarkup(state, 0, 0, 12), 12),
      stateWords[state].label,
      element('span', { class: 'number' }),
    );
    return chip;
  }
}
