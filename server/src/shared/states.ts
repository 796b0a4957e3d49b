/** The state of a type's CastXML run in the cache. docs/architecture.md explains it under "States". */
export type CacheState = 'hit' | 'hit-l2' | 'miss' | 'unverified' | 'unknown';

/**
 * The state of a type's XML on disk. Ninja does not notice if an indirectly included header changed. `unverified`: no input
 * is newer, but the plain scheme does not record the headers.
 */
export type XmlState = 'fresh' | 'stale' | 'missing' | 'unverified' | 'unknown';

/** The state of a module's igenerator outputs. */
export type ModuleState =
  'complete' | 'stamp-missing' | 'pkl-missing' | 'never-run' | 'out-of-date' | 'unknown';

/**
 * Every state that a node of the pipeline can have. `present`, `changed`, `failed` and `running` are states of files and
 * runs.
 */
export type PipelineState =
  CacheState | XmlState | ModuleState | 'present' | 'changed' | 'failed' | 'running';

/** How good or bad a state is. Each tone has a color, and each state has its own shape, so color is never the only sign. */
export type Tone = 'good' | 'cached' | 'warning' | 'bad' | 'unverified' | 'quiet' | 'running';

/** How a state is shown. */
export interface StateWord {
  /** The visible text, such as `HIT L2`. */
  label: string;
  tone: Tone;
  shape: ShapeName;
  /** One sentence for tooltips and screen readers. Empty if the label says everything. */
  meaning: string;
}

/** The shapes of states. */
export type ShapeName =
  | 'check-circle'
  | 'check-square'
  | 'cross-diamond'
  | 'question-circle'
  | 'dotted-circle'
  | 'check'
  | 'triangle'
  | 'cross'
  | 'stamp'
  | 'minus-square'
  | 'ring'
  | 'clock'
  | 'dot'
  | 'octagon'
  | 'spinner';

/** The vocabulary of hovers, lenses, sidebar, status bar, graph and `itk-wrap status`. */
export const stateWords: Readonly<Record<PipelineState, StateWord>> = {
  hit: {
    label: 'HIT',
    tone: 'good',
    shape: 'check-circle',
    meaning: 'The cache entry is verified and its XML is in a store.',
  },
  'hit-l2': {
    label: 'HIT L2',
    tone: 'cached',
    shape: 'check-square',
    meaning: 'The cache would hit after castxml -E has run.',
  },
  miss: {
    label: 'MISS',
    tone: 'warning',
    shape: 'cross-diamond',
    meaning: 'CastXML would run.',
  },
  unverified: {
    label: 'UNVERIFIED',
    tone: 'unverified',
    shape: 'question-circle',
    meaning: 'The entry uses the plain scheme, which does not record headers.',
  },
  unknown: {
    label: 'UNKNOWN',
    tone: 'quiet',
    shape: 'dotted-circle',
    meaning: 'Not computed yet.',
  },
  fresh: {
    label: 'fresh',
    tone: 'good',
    shape: 'check',
    meaning: 'Newer than all its inputs.',
  },
  stale: {
    label: 'stale',
    tone: 'warning',
    shape: 'triangle',
    meaning: 'An input is newer or differs.',
  },
  missing: {
    label: 'missing',
    tone: 'bad',
    shape: 'cross',
    meaning: 'The file does not exist.',
  },
  complete: {
    label: 'complete',
    tone: 'good',
    shape: 'check-circle',
    meaning: 'igenerator has written all its outputs.',
  },
  'stamp-missing': {
    label: 'stamp missing',
    tone: 'bad',
    shape: 'stamp',
    meaning: 'The stamp of the igenerator run does not exist.',
  },
  'pkl-missing': {
    label: 'pkl missing',
    tone: 'bad',
    shape: 'minus-square',
    meaning: 'pkl files that the index lists are missing, and ninja does not notice.',
  },
  'never-run': {
    label: 'never run',
    tone: 'quiet',
    shape: 'ring',
    meaning: 'It will run in the next build.',
  },
  'out-of-date': {
    label: 'out of date',
    tone: 'warning',
    shape: 'clock',
    meaning: 'An input of igenerator is newer than its outputs.',
  },
  present: { label: 'present', tone: 'quiet', shape: 'dot', meaning: '' },
  changed: {
    label: 'changed',
    tone: 'warning',
    shape: 'triangle',
    meaning: 'It differs from the recorded content.',
  },
  failed: {
    label: 'failed',
    tone: 'bad',
    shape: 'octagon',
    meaning: 'The last run ended with an error.',
  },
  running: {
    label: 'running',
    tone: 'running',
    shape: 'spinner',
    meaning: 'A run is in progress.',
  },
};

/** The states from worst to best. A summary of several states shows the worst. */
const severity: readonly PipelineState[] = [
  'running',
  'failed',
  'stamp-missing',
  'pkl-missing',
  'missing',
  'out-of-date',
  'stale',
  'changed',
  'miss',
  'never-run',
  'unverified',
  'unknown',
  'hit-l2',
  'present',
  'fresh',
  'hit',
  'complete',
];

/** The worst of the states. `unknown` if there are none. */
export function worstState(states: Iterable<PipelineState>): PipelineState {
  let worst = severity.length;
  for (const state of states) worst = Math.min(worst, severity.indexOf(state));
  return severity[worst] ?? 'unknown';
}

/** Whether the user should fix this state. Badges count such states. */
export function isProblem(state: PipelineState): boolean {
  const { tone } = stateWords[state];
  return tone === 'bad' || state === 'stale' || state === 'out-of-date' || state === 'changed';
}
