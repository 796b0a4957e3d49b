import { durationText } from '../../server/src/shared/timings/duration-text';
import type { ShownStatement } from '../../server/src/shared/timings/page-data';
import { TIMING_STAGES } from '../../server/src/shared/timings/timings-report';
import { button, html } from './elements';

/** How many more rows the button shows. */
const PAGE = 100;

/** The table of the statements that the timeline shows, the longest first, with a filter. */
export class StatementTable {
  private readonly body: HTMLTableSectionElement | null;
  private readonly stage = html('select', { id: 'stage-filter' }, html('option', { value: '' }, 'all'));
  private readonly text = html('input', { id: 'text-filter', type: 'search' });
  private readonly status = html('p', { role: 'status' });
  private readonly more = button('Show more', () => this.show(this.rows + PAGE));
  private range: readonly [number, number] = [0, Infinity];
  private rows = PAGE;

  constructor(private readonly statements: readonly ShownStatement[]) {
    const table = document.getElementById('statements');
    this.body = table?.querySelector('tbody') ?? null;
    const place = document.getElementById('statement-filter');
    if (!table || !place) return;
    this.stage.append(...TIMING_STAGES.map((stage) => html('option', { value: stage }, stage)));
    for (const control of [this.stage, this.text]) control.addEventListener('input', () => this.show(PAGE));
    place.append(
      html('label', { for: 'stage-filter' }, 'Stage'),
      this.stage,
      html('label', { for: 'text-filter' }, 'Name contains'),
      this.text,
      this.status,
    );
    table.parentElement?.after(this.more);
    this.show(PAGE);
  }

  /** Shows only statements that ran between two times. */
  showTimes(range: readonly [from: number, to: number]): void {
    this.range = range;
    this.show(PAGE);
  }

  private show(rows: number): void {
    this.rows = rows;
    const wanted = this.text.value.toLowerCase();
    const [from, to] = this.range;
    const found = this.statements
      .filter(
        ({ name, type, module, stage, start, seconds }) =>
          start <= to &&
          start + seconds >= from &&
          (this.stage.value === '' || stage === this.stage.value) &&
          `${name} ${type ?? ''} ${module ?? ''}`.toLowerCase().includes(wanted),
      )
      .sort((a, b) => b.seconds - a.seconds);
    this.body?.replaceChildren(...found.slice(0, rows).map((statement) => this.row(statement)));
    this.status.textContent = `The ${Math.min(rows, found.length)} longest of ${found.length} statements in the shown times.`;
    this.more.hidden = found.length <= rows;
  }

  private row({
    name,
    stage,
    type,
    module,
    start,
    seconds,
    cache,
    unlockedBy,
    unlocked,
  }: ShownStatement): Node {
    const number = (text: string): Node => html('td', { class: 'number' }, text);
    return html(
      'tr',
      {},
      html('th', { scope: 'row' }, name),
      html('td', {}, stage),
      html('td', { class: 'name' }, type ?? module ?? ''),
      number(durationText(start)),
      number(durationText(seconds)),
      html('td', {}, cache === 'none' ? '' : cache),
      html('td', { class: 'name' }, unlockedBy === null ? '' : (this.statements[unlockedBy]?.name ?? '')),
      number(String(unlocked)),
    );
  }
}
