import type { GraphHit, GraphHits } from '../../server/src/graph/graph-view';
import { shapeMarkup } from '../../server/src/graph/render/svg';
import { element, svgIcon } from './dom';
import { strings } from './strings';

/** The list of modules, types and headers of the whole build that a search found, below the search field. */
export class FoundList {
  readonly list = element('ul', {
    class: 'found',
    id: 'found',
    role: 'listbox',
    'aria-label': strings.found(),
    hidden: true,
  });
  private hits: readonly GraphHit[] = [];
  private active = -1;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly choose: (hit: GraphHit) => void,
  ) {
    for (const [name, value] of Object.entries({
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-controls': 'found',
      'aria-expanded': 'false',
    }))
      input.setAttribute(name, value);
    input.addEventListener('blur', () => this.close());
  }

  show({ hits, total }: GraphHits): void {
    this.hits = hits;
    this.active = -1;
    this.list.replaceChildren(
      ...hits.map((hit, index) =>
        element(
          'li',
          {
            role: 'option',
            id: `found-${index}`,
            'aria-selected': 'false',
            // The field keeps the focus, so that the list stays open until the click.
            onmousedown: (event) => event.preventDefault(),
            onclick: () => this.take(hit),
          },
          svgIcon(shapeMarkup(hit.state, 0, 0, 12), 12),
          element('span', { class: 'kind' }, strings.kinds[hit.kind]()),
          element('span', { class: 'label' }, hit.label),
          element('span', { class: 'quiet' }, hit.note),
        ),
      ),
    );
    if (total > hits.length)
      this.list.append(
        element('li', { class: 'quiet', role: 'presentation' }, strings.more(total - hits.length)),
      );
    this.list.hidden = hits.length === 0;
    this.input.setAttribute('aria-expanded', String(hits.length > 0));
    this.input.removeAttribute('aria-activedescendant');
  }

  close(): void {
    this.show({ text: '', hits: [], total: 0 });
  }

  /** Moves to the next or previous result. Returns false if the list is closed. */
  move(by: 1 | -1): boolean {
    const count = this.hits.length;
    if (count === 0) return false;
    this.active = (this.active + by + count + (this.active < 0 && by < 0 ? 1 : 0)) % count;
    [...this.list.querySelectorAll('[role=option]')].forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === this.active));
      if (index === this.active) option.scrollIntoView({ block: 'nearest' });
    });
    this.input.setAttribute('aria-activedescendant', `found-${this.active}`);
    return true;
  }

  /** Goes to the result under the cursor, or to the first one if `orFirst` is set. Returns false if there is none. */
  enter(orFirst: boolean): boolean {
    const hit = this.hits[this.active < 0 && orFirst ? 0 : this.active];
    if (!hit) return false;
    this.take(hit);
    return true;
  }

  private take(hit: GraphHit): void {
    this.close();
    this.choose(hit);
  }
}
