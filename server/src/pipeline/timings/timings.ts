import type { NinjaStatement } from '../../build/ninja-statements';
import type { NinjaLogEntry } from '../../build/generators/ninja-log';
import { absolute } from '../../build/build-paths';
import { plural } from '../../shared/plural';
import {
  SHARED_STAGES,
  TIMING_STAGES,
  type CacheSummary,
  type Costs,
  type StageTime,
  type StatementTime,
  type TimingsReport,
  type TimingStage,
} from '../../shared/timings/timings-report';
import { cacheOutcomeOf, type RunRecord } from './costs/cache-outcome';
import { costTreeOf, mostOf, sumOf, type MeasuredModule, type MeasuredType } from './costs/cost-tree';
import { criticalPathOf, unlockersOf } from './picture/critical-path';
import { dearestLines } from './costs/dearest-lines';
import { dependenciesOf } from './picture/dependencies';
import type { LineUse } from './costs/line-uses';
import { ownersOf, type Owners, type WrappedBuild } from './picture/owners';
import { stageOf } from './picture/stage-of';
import { timelineOf, type TimedStatement, type Timeline } from './picture/timeline';

/** Everything that a report is made of. */
export interface TimingsInput {
  dir: string;
  source: string;
  build: WrappedBuild;
  statements: readonly NinjaStatement[];
  log: { version: number; entries: readonly NinjaLogEntry[] };
  /** The size of a file in bytes; null if there is none. */
  sizeOf: (file: string) => number | null;
  /** What the lines of a type's `.wrap` file instantiate. */
  usesOf: (type: string) => readonly LineUse[];
  /** What the store records of the last run for an XML; null if nothing. */
  recordOf: (xml: string) => RunRecord | null;
  storeCounters: CacheSummary['store'];
  /** Peak memory in bytes by output, absolute. Empty if it is not known. */
  peaks: ReadonlyMap<string, number>;
  /** What could not be read, in whole sentences. */
  problems: readonly string[];
}

/** Finds out where the time of a build went. */
export function timingsOf(input: TimingsInput): TimingsReport {
  const { statements, log, build } = input;
  const inBuild = log.entries.map((entry) => ({ ...entry, output: absolute(input.dir, entry.output) }));
  const timeline = timelineOf(statements, inBuild);
  const { timed } = timeline;
  const stages = statements.map(stageOf);
  const owners = ownersOf(statements, stages, build);
  const dependencies = dependenciesOf(statements);
  const path = criticalPathOf(timed, dependencies);
  const unlockers = unlockersOf(timed, dependencies);
  const times = statementTimes(input, timed, stages, owners, unlockers);
  const { modules, sharing } = costTreeOf(measured(input, timed, times, owners));
  const commands = statements.filter(({ rule }) => rule !== 'phony').length;
  const last = timeline.runs.at(-1);
  return {
    format: 'itk-wrap timings',
    version: 1,
    build: input.dir,
    source: input.source,
    log: {
      version: log.version,
      entries: log.entries.length,
      runs: timeline.runs,
      superseded: timeline.superseded,
      orderLost: timeline.orderLost,
      gone: timeline.gone,
      neverRun: commands - timed.length,
    },
    wallSeconds: last ? last.start + last.seconds : 0,
    workSeconds: times.reduce((sum, { seconds }) => sum + seconds, 0),
    lanes: timeline.lanes,
    stages: TIMING_STAGES.map((stage) => stageTime(stage, times)),
    statements: times,
    criticalPath: {
      seconds: path.reduce((sum, at) => sum + times[at]!.seconds, 0),
      steps: path.map((at) => {
        const unlocker = timed[unlockers[at]!];
        return { statement: at, waited: unlocker ? Math.max(0, timed[at]!.start - unlocker.end) : null };
      }),
    },
    modules: modules.filter(({ costs }) => costs.seconds > 0 || costs.cppBytes !== null),
    dearest: dearestLines(modules),
    sharing,
    cache: cacheSummary(times, input.storeCounters),
    knowsMemory: times.some(({ peakBytes }) => peakBytes !== null),
    comparison: null,
    remarks: [...remarksOn(timeline, commands - timed.length), ...input.problems],
  };
}

function statementTimes(
  { dir, statements, peaks, recordOf }: TimingsInput,
  timed: readonly TimedStatement[],
  stages: readonly TimingStage[],
  owners: Owners,
  unlockers: Int32Array,
): StatementTime[] {
  const unlocked = new Map<number, number>();
  for (const at of unlockers) unlocked.set(at, (unlocked.get(at) ?? 0) + 1);
  return timed.map((one, position) => {
    const { outputs } = statements[one.at]!;
    const stage = stages[one.at]!;
    const owner = owners.of[one.at];
    const seconds = one.end - one.start;
    const xml = stage === 'castxml' ? outputs[0] : undefined;
    const unlocker = unlockers[position]!;
    return {
      name: nameIn(dir, outputs[0] ?? ''),
      stage,
      module: owner?.module ?? null,
      type: owner?.type ?? null,
      start: one.start,
      seconds,
      lane: one.lane,
      run: one.run,
      hash: one.hash,
      cache:
        xml !== undefined
          ? cacheOutcomeOf({ seconds, writtenMs: one.writtenMs }, recordOf(xml))
          : stage === 'igenerator' || stage === 'swig'
            ? 'unknown'
            : 'none',
      peakBytes: mostOf(outputs.map((output) => peaks.get(output) ?? null)),
      unlockedBy: unlocker < 0 ? null : unlocker,
      unlocked: unlocked.get(position) ?? 0,
    };
  });
}

/** A path relative to the build if it is inside, with slashes. */
function nameIn(dir: string, file: string): string {
  const name =
    file.startsWith(dir) && /^[\\/]/.test(file.slice(dir.length)) ? file.slice(dir.length + 1) : file;
  return name.replaceAll('\\', '/');
}

function stageTime(stage: TimingStage, times: readonly StatementTime[]): StageTime {
  const own = times.filter((one) => one.stage === stage);
  const secondsOf = (list: readonly StatementTime[]): number =>
    list.reduce((sum, { seconds }) => sum + seconds, 0);
  const most = (values: readonly number[]): number | null =>
    values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b));
  return {
    stage,
    statements: own.length,
    seconds: secondsOf(own),
    wrappingSeconds: secondsOf(own.filter(({ module }) => module !== null)),
    from: own[0]?.start ?? null,
    to: most(own.map(({ start, seconds }) => start + seconds)),
    longest: most(own.map(({ seconds }) => seconds)),
  };
}

/** The costs of each module and type, from the times of the statements and the sizes of the files. */
function measured(
  { build, sizeOf, usesOf }: TimingsInput,
  timed: readonly TimedStatement[],
  times: readonly StatementTime[],
  owners: Owners,
): MeasuredModule[] {
  const ofType = new Map<string, StatementTime[]>();
  const ofModule = new Map<string, StatementTime[]>();
  timed.forEach((_, at) => {
    const time = times[at]!;
    if (time.module === null) return;
    const [map, key] = time.type === null ? [ofModule, time.module] : [ofType, time.type];
    const list = map.get(key);
    if (list) list.push(time);
    else map.set(key, [time]);
  });
  const size = (file: string | null | undefined): number | null => (file ? sizeOf(file) : null);
  const typesOf = new Map<string, MeasuredType[]>();
  for (const { name, module, wrap } of build.types) {
    const own = ofType.get(name) ?? [];
    const files = owners.typeFiles.get(name);
    const secondsOf = (stage: TimingStage): number | null =>
      sumOf(own.filter((time) => time.stage === stage).map(({ seconds }) => seconds));
    const [castxml, swig, compile] = SHARED_STAGES.map(secondsOf) as [
      number | null,
      number | null,
      number | null,
    ];
    const type: MeasuredType = {
      name,
      wrap,
      stages: { castxml, swig, compile },
      cppBytes: size(files?.cpp),
      objectBytes: size(files?.object),
      peakBytes: mostOf(own.map(({ peakBytes }) => peakBytes)),
      uses: usesOf(name),
    };
    typesOf.set(module, [...(typesOf.get(module) ?? []), type]);
  }
  return build.modules.map(({ name }) => {
    const own = ofModule.get(name) ?? [];
    const files = owners.moduleFiles.get(name);
    const library = size(files?.library);
    const ofStages = (...stages: TimingStage[]): StatementTime[] =>
      own.filter(({ stage }) => stages.includes(stage));
    const costs = (list: readonly StatementTime[], sizes: Partial<Costs> = {}): Costs => ({
      seconds: sumOf(list.map(({ seconds }) => seconds)) ?? 0,
      cppBytes: null,
      objectBytes: null,
      libraryBytes: null,
      peakBytes: mostOf(list.map(({ peakBytes }) => peakBytes)),
      ...sizes,
    });
    const whole = [
      { name: 'igenerator', costs: costs(ofStages('igenerator')) },
      {
        name: 'the module’s own file',
        costs: costs(ofStages('swig', 'compile'), {
          cppBytes: size(files?.cpp),
          objectBytes: size(files?.object),
        }),
      },
      { name: 'link', costs: costs(ofStages('link')) },
    ].filter((part) => part.costs.seconds > 0 || part.costs.cppBytes !== null);
    return { name, whole, libraryBytes: library, types: typesOf.get(name) ?? [] };
  });
}

function cacheSummary(times: readonly StatementTime[], store: CacheSummary['store']): CacheSummary {
  const count = (outcome: string): number => times.filter(({ cache }) => cache === outcome).length;
  return { hits: count('hit'), misses: count('miss'), unknown: count('unknown'), store };
}

function remarksOn({ runs, superseded, orderLost, gone }: Timeline, neverRun: number): string[] {
  const remarks: string[] = [];
  if (runs.length > 1)
    remarks.push(
      `The picture is made of ${plural(runs.length, 'run')} of ninja, one after another: for each statement, the newest entry of the log counts.`,
    );
  if (superseded > 0)
    remarks.push(
      `${plural(superseded, 'earlier run')} of ninja ${superseded === 1 ? 'is' : 'are'} not in the picture, because later ones made all outputs again.`,
    );
  if (orderLost)
    remarks.push(
      'Ninja has rewritten its log, so the order of its lines says nothing. The runs were found by the times of the files and may be wrong.',
    );
  if (gone > 0)
    remarks.push(
      `${plural(gone, 'output')} of the log ${gone === 1 ? 'is' : 'are'} not in build.ninja any more, and left out.`,
    );
  if (neverRun > 0)
    remarks.push(`build.ninja has ${plural(neverRun, 'more command')}, of which the log has no run.`);
  return remarks;
}
