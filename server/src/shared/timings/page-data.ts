import {
  TIMING_STAGES,
  type CacheOutcome,
  type CriticalPath,
  type ModuleCost,
  type RunOfNinja,
  type StatementTime,
  type TimingsReport,
} from './timings-report';

/** What the page's script draws. Statements are packed, because there may be tens of thousands. */
export interface PageData {
  wallSeconds: number;
  lanes: number;
  runs: readonly RunOfNinja[];
  /** Modules and types by name; statements refer to positions. */
  names: readonly string[];
  statements: readonly PackedStatement[];
  criticalPath: CriticalPath;
  modules: readonly ModuleCost[];
}

/** `unlockedBy`, `module` and `type` are −1 if there is none. Times are milliseconds. */
type PackedStatement = readonly [
  name: string,
  stage: number,
  module: number,
  type: number,
  start: number,
  duration: number,
  lane: number,
  run: number,
  cache: number,
  unlockedBy: number,
  unlocked: number,
  peakBytes: number,
];

/** A statement as the page shows it. */
export type ShownStatement = Omit<StatementTime, 'hash'>;

const OUTCOMES: readonly CacheOutcome[] = ['hit', 'miss', 'unknown', 'none'];

/** Packs what the page draws. */
export function pageDataOf({
  wallSeconds,
  lanes,
  log,
  statements,
  criticalPath,
  modules,
}: TimingsReport): PageData {
  const positions = new Map<string, number>();
  const place = (name: string | null): number => {
    if (name === null) return -1;
    const known = positions.get(name);
    if (known !== undefined) return known;
    positions.set(name, positions.size);
    return positions.size - 1;
  };
  const packed = statements.map((one): PackedStatement => [
    one.name,
    TIMING_STAGES.indexOf(one.stage),
    place(one.module),
    place(one.type),
    Math.round(one.start * 1000),
    Math.round(one.seconds * 1000),
    one.lane,
    one.run,
    OUTCOMES.indexOf(one.cache),
    one.unlockedBy ?? -1,
    one.unlocked,
    one.peakBytes ?? -1,
  ]);
  return {
    wallSeconds,
    lanes,
    runs: log.runs,
    names: [...positions.keys()],
    statements: packed,
    criticalPath,
    modules,
  };
}

/** The statements of a page. */
export function shownStatements({ names, statements }: PageData): ShownStatement[] {
  const orNull = (value: number): number | null => (value < 0 ? null : value);
  return statements.map(
    ([name, stage, module, type, start, duration, lane, run, cache, unlockedBy, unlocked, peakBytes]) => ({
      name,
      stage: TIMING_STAGES[stage] ?? 'other',
      module: names[module] ?? null,
      type: names[type] ?? null,
      start: start / 1000,
      seconds: duration / 1000,
      lane,
      run,
      cache: OUTCOMES[cache] ?? 'unknown',
      unlockedBy: orNull(unlockedBy),
      unlocked,
      peakBytes: orNull(peakBytes),
    }),
  );
}
