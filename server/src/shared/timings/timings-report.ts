/*
 * Where the time of a build went, as plain data: what `itk-wrap timings --json` prints and what its page shows. Times are
 * seconds. A time in the picture counts from its begin, in which the builds of the log follow one another without gaps.
 */

/** The stages of the pipeline in their order. `other` is everything else that ninja ran, such as CMake itself. */
export const TIMING_STAGES = ['castxml', 'igenerator', 'swig', 'compile', 'link', 'stubs', 'other'] as const;
export type TimingStage = (typeof TIMING_STAGES)[number];

/** Everything that is known about the time of a build. */
export interface TimingsReport {
  format: 'itk-wrap timings';
  version: 1;
  /** The build and its sources, absolute. */
  build: string;
  source: string;
  log: LogSummary;
  /** The time by the clock, and the sum over all statements. */
  wallSeconds: number;
  workSeconds: number;
  /** The greatest number of statements that ran at the same time. */
  lanes: number;
  stages: readonly StageTime[];
  /** What ran, in the order of the begin. Other parts of the report refer to positions in this list. */
  statements: readonly StatementTime[];
  criticalPath: CriticalPath;
  modules: readonly ModuleCost[];
  /** The lines of `.wrap` files with the largest shares, first the dearest. */
  dearest: readonly DearLine[];
  /** What decided how the time of castxml, SWIG and the compiler is shared among the lines. */
  sharing: Readonly<Record<SharedStage, CostModel>>;
  cache: CacheSummary;
  /** Whether any peak memory is known. Nothing in a build records it: see `--memory`. */
  knowsMemory: boolean;
  comparison: Comparison | null;
  /** What limits the picture, in whole sentences. */
  remarks: readonly string[];
}

/** What was read from `.ninja_log`. */
export interface LogSummary {
  version: number;
  entries: number;
  /** The builds (runs of ninja) that the picture is made of, oldest first. */
  runs: readonly RunOfNinja[];
  /** Runs of which nothing counts, because later ones made all of their outputs again. */
  superseded: number;
  /** Whether ninja had rewritten the log, so that the runs were found by the times of files instead of by the order. */
  orderLost: boolean;
  /** Outputs in the log that build.ninja does not have any more. */
  gone: number;
  /** Commands of build.ninja that the log does not know. */
  neverRun: number;
}

/** One run of ninja, as far as its statements still count. */
export interface RunOfNinja {
  /** Its begin in the picture, and the time from its first statement that counts to its last. */
  start: number;
  seconds: number;
  statements: number;
  /** When it began, in milliseconds since 1970. Null if the log does not say. */
  beganMs: number | null;
}

/** The time of one stage. */
export interface StageTime {
  stage: TimingStage;
  statements: number;
  /** The sum over its statements, and the part that wraps types and modules. */
  seconds: number;
  wrappingSeconds: number;
  /** Begin of the first and end of the last statement, in the picture. Null if nothing ran. */
  from: number | null;
  to: number | null;
  longest: number | null;
}

/** One build statement that ran. */
export interface StatementTime {
  /** Its first output, relative to the build if it is inside. */
  name: string;
  stage: TimingStage;
  module: string | null;
  type: string | null;
  start: number;
  seconds: number;
  lane: number;
  /** The position in `log.runs`. */
  run: number;
  /** The hash of its command, as the log has it. */
  hash: string;
  cache: CacheOutcome;
  peakBytes: number | null;
  /** The input that was ready last in the same run: what this statement had to wait for. Null if all were there before. */
  unlockedBy: number | null;
  /** How many statements had to wait for this one. */
  unlocked: number;
}

/** Whether our cache had the result. `none`: the command is not one that the cache can have. */
export type CacheOutcome = 'hit' | 'miss' | 'unknown' | 'none';

/** The chain of statements that no number of processors can shorten. */
export interface CriticalPath {
  seconds: number;
  steps: readonly PathStep[];
}

/** One statement of the critical path. */
export interface PathStep {
  statement: number;
  /** Seconds between the end of what unlocked it and its begin: it waited for a processor. Null if nothing unlocked it. */
  waited: number | null;
}

/** The costs of a part of the wrapping. Sizes are bytes. Null: not known. */
export interface Costs {
  seconds: number;
  cppBytes: number | null;
  objectBytes: number | null;
  libraryBytes: number | null;
  peakBytes: number | null;
}

/** The stages whose time belongs to a single type. */
export const SHARED_STAGES = ['castxml', 'swig', 'compile'] as const;
export type SharedStage = (typeof SHARED_STAGES)[number];

export interface ModuleCost {
  name: string;
  costs: Costs;
  /** What runs once for the module: igenerator, the linker, SWIG and the compiler for the module's own file. */
  whole: readonly { name: string; costs: Costs }[];
  types: readonly TypeCost[];
}

export interface TypeCost {
  name: string;
  wrap: string | null;
  costs: Costs;
  /** Seconds of each stage. Null if the log does not have it. */
  stages: Readonly<Record<SharedStage, number | null>>;
  instantiations: number;
  /** Shares of the type's costs. The one without a line is what no line can be blamed for. */
  lines: readonly LineCost[];
}

export interface LineCost {
  /** From 1. Null: the headers that are read whatever is instantiated, or instantiations whose line is not known. */
  line: number | null;
  text: string;
  instantiations: number;
  costs: Costs;
}

/** A line of a `.wrap` file with its share. */
export interface DearLine extends LineCost {
  module: string;
  type: string;
  wrap: string | null;
  line: number;
}

/** How the time of a type depends on the number of its instantiations, over all types. */
export interface CostModel {
  types: number;
  /** `proportional`: the time is shared by instantiations alone, because the types do not support more. */
  kind: 'fixed-and-each' | 'proportional';
  /** Seconds for every type, and for each instantiation. */
  fixed: number;
  each: number;
  /** The median error of the model for types that it was not fitted to, over that of a constant. Null: too few types. */
  error: number | null;
}

/** What the cache's own records say. */
export interface CacheSummary {
  hits: number;
  misses: number;
  unknown: number;
  /** The counters of the store since it was made, over all builds that use it. Null if there is no store. */
  store: { hits: number; misses: number; secondsSaved: number } | null;
}

/** This build and another one. `before` is the other one. */
export interface Comparison {
  before: string;
  wall: { before: number; after: number };
  noise: Noise;
  stages: readonly Difference[];
  /** Statements in both builds, the largest differences first. */
  statements: readonly Difference[];
  onlyBefore: number;
  onlyAfter: number;
}

/** How much the same command differs between the two builds. */
export interface Noise {
  /** `same-command`: statements with the same command. `all`: the hashes cannot be compared. `unknown`: too few statements. */
  from: 'same-command' | 'all' | 'unknown';
  statements: number;
  /** The median ratio of after to before: the machine, or a change that slows everything down. */
  factor: number;
  /** The ratios that the middle half of the statements had. */
  quartiles: readonly [number, number];
}

/** One line of a comparison. */
export interface Difference {
  name: string;
  stage: TimingStage;
  before: number;
  after: number;
  verdict: 'slower' | 'faster' | 'noise' | 'unknown';
  /** The largest deviation from the expected time, in this direction, that still counts as noise, in seconds. Null: unknown. */
  tolerance: number | null;
}
