import { shapeMarkup } from '../../server/src/graph/render/svg';
import type { GraphModel, GraphView } from '../../server/src/graph/graph-view';
import type { GraphHit } from '../../server/src/graph/graph-view';
import { stateWords, type PipelineState } from '../../server/src/shared/state-words';
import { attentionText } from '../../server/src/graph/graph-words';
import { element, svgIcon } from './dom';
import { FoundList } from './found-list';
import type { Chip } from './search';
import { strings } from './strings';

/** What the toolbar reports. */
export interface ToolbarEvents {
  navigate(view: GraphView): void;
  search(text: string): void;
  /** Enter in the search field: go to the next or the previous match. */
  step(by: 1 | -1): void;
  leaveSearch(): void;
  filter(chips: ReadonlySet<Chip>): void;
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
  private chosen = new Set<Chip>();
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

  choose(chips: Iterable<Chip>): void {
    this.chosen = new Set(chips);
    this.shownChips = '';
  }

  private showChips(model: GraphModel): void {
    const counts = countChips(model, this.chosen);
    const chips = [...counts.keys()];
    // If only the counts change, the buttons stay, and so does the focus.
    if (chips.join() !== this.shownChips) {
      this.shownChips = chips.join();
      this.chips.replaceChildren(...chips.map((chip) => this.chip(chip)));
    }
    chips.forEach((chip, index) => {
      const button = this.chips.children[index]!;
      const count = counts.get(chip)!;
      if (chip === 'attention') button.querySelector('.words')!.textContent = attentionText(model);
      else button.querySelector('.number')!.textContent = String(count);
    });
  }

  private chip(chip: Chip): HTMLElement {
    const [icon, words, meaning] =
      chip === 'attention'
        ? (['stale', '', strings.attention()] as const)
        : ([chip, stateWords[chip].label, stateWords[chip].meaning] as const);
    const button = element(
      'button',
      {
        type: 'button',
        class: 'chip',
        'data-state': chip,
        title: meaning,
        'aria-pressed': String(this.chosen.has(chip)),
        onclick: () => {
          if (!this.chosen.delete(chip)) this.chosen.add(chip);
          button.setAttribute('aria-pressed', String(this.chosen.has(chip)));
          this.events.filter(new Set(this.chosen));
        },
      },
      svgIcon(shapeMarkup(icon, 0, 0, 12), 12),
      element('span', { class: 'words' }, words),
      ...(chip === 'attention' ? [] : [element('span', { class: 'number' })]),
    );
    return button;
  }
}

/** How many nodes each chip stands for: what needs attention first, then the states. A chosen chip stays, even at 0. */
function countChips({ nodes }: GraphModel, chosen: ReadonlySet<Chip>): Map<Chip, number> {
  // A type has several nodes, which count once.
  const names = new Map<Chip, Set<string>>();
  for (const { state, second, attention, type, id } of nodes)
    for (const chip of [state, second, attention ? 'attention' : null] as const)
      if (chip) names.set(chip, (names.get(chip) ?? new Set()).add(type ?? id));
  for (const chip of chosen) if (!names.has(chip)) names.set(chip, new Set());
  const order: Chip[] = ['attention', ...(Object.keys(stateWords) as PipelineState[])];
  return new Map(
    order.flatMap((chip): [Chip, number][] => (names.has(chip) ? [[chip, names.get(chip)!.size]] : [])),
  );
}
