import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomTransform } from 'd3-zoom';
import type { PageData, ShownStatement } from '../../server/src/shared/timings/page-data';
import { TIMING_STAGES } from '../../server/src/shared/timings/timings-report';
import { button, html, svg } from './elements';
import { fitText } from './fit-text';
import { LaneIndex } from './lane-index';
import { runningCounts } from './running-counts';
import { STAGE_LETTERS, stageFill, stagePatterns } from './stage-marks';
import { statementWords } from './statement-words';
import { timeMarks } from './time-axis';

/** The place of the labels left of the picture, and the heights of its parts, in pixels. */
const LEFT = 92;
const STAGE_ROW = 24;
const AXIS = 22;
const LANES_HEIGHT = 220;
const LABELS_AT_MOST = 400;
const NARROWEST = 480;
/** The room for the label of a run of ninja. */
const RUN_LABEL = 48;

/** Stages and statements over time. Zooms and moves by mouse, touch and keyboard. */
export class TimelineChart {
  private readonly picture: SVGSVGElement;
  private readonly drawing = svg('g');
  private readonly details = html('p', { class: 'details', role: 'status' });
  private readonly lanes: LaneIndex;
  private readonly critical: ReadonlySet<number>;
  private readonly path: readonly number[];
  private readonly stages;
  private readonly zooming = zoom<SVGSVGElement, unknown>();
  private readonly total: number;
  private transform: ZoomTransform = zoomIdentity;
  private width = 1000;
  private selected: number | null = null;

  /** @param onTimes is called with the times that are shown, when these have settled */
  constructor(
    place: HTMLElement,
    private readonly data: PageData,
    private readonly statements: readonly ShownStatement[],
    private readonly onTimes: (range: readonly [number, number]) => void,
  ) {
    this.total = Math.max(data.wallSeconds, 0.001);
    this.lanes = new LaneIndex(statements, data.lanes);
    this.path = data.criticalPath.steps.map(({ statement }) => statement);
    this.critical = new Set(this.path);
    this.stages = TIMING_STAGES.filter((stage) => statements.some((one) => one.stage === stage));
    this.picture = svg(
      'svg',
      {
        tabindex: 0,
        role: 'application',
        'aria-roledescription': 'timeline',
        'aria-label': `Timeline of ${statements.length} statements in ${data.lanes} lanes. The tables below have the same content.`,
        'aria-describedby': 'timeline-keys',
      },
      stagePatterns(),
      this.drawing,
    );
    place.append(this.toolbar(), this.legend(), this.picture, this.details, this.help());
    this.listen();
    this.resize(place.clientWidth);
    new ResizeObserver(() => this.resize(place.clientWidth)).observe(place);
  }

  private toolbar(): HTMLElement {
    const zoomBy = (factor: number) => (): void => this.zoomBy(factor);
    return html(
      'div',
      { class: 'toolbar', role: 'group', 'aria-label': 'Timeline' },
      button('Zoom in', zoomBy(2)),
      button('Zoom out', zoomBy(0.5)),
      button('Show everything', () => this.zoomTo(zoomIdentity)),
      button('Previous on the critical path', () => this.stepOnPath(-1)),
      button('Next on the critical path', () => this.stepOnPath(1)),
    );
  }

  private legend(): HTMLElement {
    const swatch = (fill: string, kind: string): SVGSVGElement =>
      svg(
        'svg',
        { width: 18, height: 14, 'aria-hidden': 'true' },
        svg('rect', { x: 1, y: 1, width: 16, height: 12, fill, class: kind }),
      );
    return html(
      'ul',
      { class: 'legend' },
      ...this.stages.map((stage) =>
        html('li', {}, swatch(stageFill(stage), `box ${stage}`), ` ${stage} (${STAGE_LETTERS[stage]})`),
      ),
      html('li', {}, swatch('none', 'critical'), ' on the critical path'),
    );
  }

  private help(): HTMLElement {
    return html(
      'p',
      { class: 'help', id: 'timeline-keys' },
      'Keys: ← and → select the statement before and after, ↑ and ↓ change the lane, u goes to what unlocked it, c to the next on the critical path, + and − zoom, 0 shows everything. Mouse: drag moves, Ctrl and the wheel zoom.',
    );
  }

  private listen(): void {
    this.zooming
      .filter((event: MouseEvent) => event.type !== 'wheel' || event.ctrlKey)
      .on('zoom', ({ transform }: { transform: ZoomTransform }) => {
        this.transform = transform;
        this.draw();
      })
      .on('end', () => this.onTimes(this.times()));
    select(this.picture).call(this.zooming).on('dblclick.zoom', null);
    this.picture.addEventListener('keydown', (event) => this.key(event));
    this.picture.addEventListener('click', (event) => {
      const found = this.statementAt(event);
      if (found !== null) this.choose(found);
    });
    this.picture.addEventListener('mousemove', (event) => {
      const found = this.statementAt(event);
      this.picture.classList.toggle('over', found !== null);
      this.titleOf(found);
    });
  }

  /** The browser shows the name of the statement under the pointer. */
  private titleOf(at: number | null): void {
    const text =
      at === null ? '' : statementWords(this.statements[at]!, this.statements, this.critical.has(at));
    const own = this.picture.querySelector(':scope > title') ?? this.picture.appendChild(svg('title'));
    if (own.textContent !== text) own.textContent = text;
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = this.actionOf(event.key);
    if (act === null) return;
    event.preventDefault();
    act();
  }

  private actionOf(key: string): (() => void) | null {
    const move = (next: number | null) => (): void => {
      if (next !== null) this.choose(next);
    };
    const at = this.selected ?? 0;
    switch (key) {
      case '+':
      case '=':
        return () => this.zoomBy(2);
      case '-':
        return () => this.zoomBy(0.5);
      case '0':
        return () => this.zoomTo(zoomIdentity);
      case 'ArrowRight':
        return move(this.selected === null ? 0 : this.lanes.beside(at, 1));
      case 'ArrowLeft':
        return move(this.lanes.beside(at, -1));
      case 'ArrowDown':
        return move(this.lanes.across(at, 1));
      case 'ArrowUp':
        return move(this.lanes.across(at, -1));
      case 'Home':
        return move(0);
      case 'End':
        return move(this.statements.length - 1);
      case 'u':
        return move(this.statements[at]?.unlockedBy ?? null);
      case 'c':
        return () => this.stepOnPath(1);
      default:
        return null;
    }
  }

  private stepOnPath(by: 1 | -1): void {
    const now = this.selected === null ? -1 : this.path.indexOf(this.selected);
    const next = this.path[now < 0 ? 0 : now + by];
    if (next !== undefined) this.choose(next);
  }

  /** Selects a statement, says what is known about it, and moves until it is visible. */
  private choose(at: number): void {
    this.selected = at;
    const { start, seconds } = this.statements[at]!;
    this.details.textContent = statementWords(this.statements[at]!, this.statements, this.critical.has(at));
    const [from, to] = this.times();
    if (start < from || start + seconds > to) {
      const middle = this.baseX(start + seconds / 2);
      select(this.picture).call((picture) => this.zooming.translateTo(picture, middle, 0));
    }
    this.draw();
  }

  private zoomBy(factor: number): void {
    const one = this.selected === null ? undefined : this.statements[this.selected];
    const point: [number, number] | undefined = one ? [this.x(one.start + one.seconds / 2), 0] : undefined;
    select(this.picture).call((picture) => this.zooming.scaleBy(picture, factor, point));
  }

  private zoomTo(transform: ZoomTransform): void {
    select(this.picture).call((picture) => this.zooming.transform(picture, transform));
  }

  private get laneHeight(): number {
    return Math.min(22, Math.max(3, LANES_HEIGHT / Math.max(1, this.data.lanes)));
  }

  private get lanesTop(): number {
    return AXIS + this.stages.length * STAGE_ROW + (this.data.runs.length > 1 ? 18 : 10);
  }

  private get height(): number {
    return this.lanesTop + this.data.lanes * this.laneHeight + 4;
  }

  private resize(width: number): void {
    const wanted = Math.max(NARROWEST, Math.round(width));
    if (wanted === this.width && this.picture.hasAttribute('viewBox')) return;
    this.width = wanted;
    this.picture.setAttribute('viewBox', `0 0 ${wanted} ${this.height}`);
    const extent: [[number, number], [number, number]] = [
      [LEFT, 0],
      [wanted, this.height],
    ];
    const shortest = this.statements.reduce(
      (least, { seconds }) => (seconds > 0 ? Math.min(least, seconds) : least),
      this.total,
    );
    const most = Math.min(100_000, Math.max(8, this.total / Math.max(shortest, 0.01)));
    this.zooming.extent(extent).translateExtent(extent).scaleExtent([1, most]);
    this.draw();
  }

  private baseX(seconds: number): number {
    return LEFT + (seconds / this.total) * (this.width - LEFT);
  }

  private x(seconds: number): number {
    return this.transform.applyX(this.baseX(seconds));
  }

  private timeAt(x: number): number {
    return ((this.transform.invertX(x) - LEFT) / (this.width - LEFT)) * this.total;
  }

  private times(): [number, number] {
    return [Math.max(0, this.timeAt(LEFT)), Math.min(this.total, this.timeAt(this.width))];
  }

  private statementAt(event: MouseEvent): number | null {
    const box = this.picture.getBoundingClientRect();
    const scale = this.width / box.width;
    const x = (event.clientX - box.left) * scale;
    const lane = Math.floor(((event.clientY - box.top) * scale - this.lanesTop) / this.laneHeight);
    if (x < LEFT) return null;
    const slack = (2 / (this.width - LEFT)) * (this.total / this.transform.k);
    return this.lanes.at(lane, this.timeAt(x), slack);
  }

  private draw(): void {
    const [from, to] = this.times();
    this.drawing.replaceChildren(
      ...this.axis(from, to),
      ...this.stageRows(from, to),
      ...this.laneBoxes(from, to),
      ...this.runMarks(from, to),
      ...this.selection(),
    );
  }

  private axis(from: number, to: number): SVGElement[] {
    return timeMarks(from, to, (this.width - LEFT) / 80).flatMap(({ at, label }) => {
      const x = this.x(at).toFixed(1);
      const isLast = this.width - this.x(at) < 30;
      return [
        svg('line', { class: 'grid', x1: x, x2: x, y1: AXIS - 4, y2: this.height }),
        svg('text', { class: 'axis', x, y: AXIS - 8, 'text-anchor': isLast ? 'end' : 'middle' }, label),
      ];
    });
  }

  /** How many statements of each stage ran at a time, as an area. */
  private stageRows(from: number, to: number): SVGElement[] {
    const columns = Math.round(this.width - LEFT);
    return this.stages.flatMap((stage, row) => {
      const bottom = AXIS + (row + 1) * STAGE_ROW;
      const own = this.statements.filter((one) => one.stage === stage);
      const counts = runningCounts(own, from, to, columns);
      let d = `M${LEFT} ${bottom}`;
      let before = 0;
      counts.forEach((count, column) => {
        if (count === before) return;
        d += `H${LEFT + column}V${(bottom - (count / Math.max(1, this.data.lanes)) * (STAGE_ROW - 4)).toFixed(1)}`;
        before = count;
      });
      d += `H${this.width}V${bottom}Z`;
      return [
        svg('text', { class: 'row', x: LEFT - 8, y: bottom - 7, 'text-anchor': 'end' }, stage),
        svg('line', { class: 'base', x1: LEFT, x2: this.width, y1: bottom, y2: bottom }),
        svg('path', { d, fill: stageFill(stage), class: `box ${stage}` }),
      ];
    });
  }

  /** All boxes of a stage are one path, so that tens of thousands are drawn as fast as ten. */
  private laneBoxes(from: number, to: number): SVGElement[] {
    const paths = new Map(this.stages.map((stage) => [stage, '']));
    let critical = '';
    const labels: SVGElement[] = [];
    this.statements.forEach(({ stage, start, seconds, lane, name, type, module }, at) => {
      if (start > to || start + seconds < from) return;
      const left = Math.max(LEFT, this.x(start));
      const right = Math.min(this.width, this.x(start + seconds));
      const width = Math.max(0.6, right - left - (right - left > 3 ? 1 : 0));
      const top = this.lanesTop + lane * this.laneHeight;
      const height = this.laneHeight - (this.laneHeight > 6 ? 2 : 0.5);
      const box = `M${left.toFixed(1)} ${top.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}z`;
      paths.set(stage, (paths.get(stage) ?? '') + box);
      if (this.critical.has(at)) critical += box;
      if (width < 34 || this.laneHeight < 14 || labels.length >= LABELS_AT_MOST) return;
      const text = fitText(
        `${STAGE_LETTERS[stage]} ${type ?? module ?? name.slice(name.lastIndexOf('/') + 1)}`,
        width - 8,
        11,
      );
      labels.push(
        svg('text', { class: 'label', x: (left + 4).toFixed(1), y: (top + height / 2 + 4).toFixed(1) }, text),
      );
    });
    const laneName = svg(
      'text',
      { class: 'row', x: LEFT - 8, y: this.lanesTop + 12, 'text-anchor': 'end' },
      'lanes',
    );
    return [
      laneName,
      ...[...paths].map(([stage, d]) => svg('path', { d, fill: stageFill(stage), class: `box ${stage}` })),
      svg('path', { d: critical, class: 'critical' }),
      ...labels,
    ];
  }

  private runMarks(from: number, to: number): SVGElement[] {
    let lastLabel = -Infinity;
    return this.data.runs.flatMap(({ start }, at) => {
      if (at === 0 || start < from || start > to) return [];
      const x = this.x(start);
      const marks: SVGElement[] = [
        svg('line', { class: 'run', x1: x.toFixed(1), x2: x.toFixed(1), y1: AXIS, y2: this.height }),
      ];
      if (x - lastLabel < RUN_LABEL) return marks;
      lastLabel = x;
      const isLast = this.width - x < RUN_LABEL;
      const place = { x: (isLast ? x - 4 : x + 4).toFixed(1), y: this.lanesTop - 4 };
      return [
        ...marks,
        svg('text', { class: 'axis', ...place, 'text-anchor': isLast ? 'end' : 'start' }, `run ${at + 1}`),
      ];
    });
  }

  private selection(): SVGElement[] {
    const one = this.selected === null ? undefined : this.statements[this.selected];
    if (!one) return [];
    const left = Math.max(LEFT, this.x(one.start));
    const right = Math.min(this.width, this.x(one.start + one.seconds));
    if (right < left) return [];
    const y = this.lanesTop + one.lane * this.laneHeight - 1;
    return [
      svg('rect', {
        class: 'selected',
        x: left - 1,
        y,
        width: Math.max(3, right - left + 1),
        height: this.laneHeight,
      }),
    ];
  }
}
