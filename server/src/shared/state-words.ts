import * as l10n from '@vscode/l10n';

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
 * Every state that a node of the pipeline can have. `present`, `changed`, `failed`, `running` and `queued` are states of
 * files and runs. A run that was asked for is queued until it starts. `not-cached` is a miss of a type that was never run through the cache, which is not a problem.
 */
export type PipelineState =
  | CacheState
  | XmlState
  | ModuleState
  | 'not-cached'
  | 'present'
  | 'changed'
  | 'failed'
  | 'running'
  | 'queued';

/** How good or bad a state is. Each tone has a color, and each state has its own icon, so color is never the only sign. */
export type Tone = 'good' | 'cached' | 'warning' | 'bad' | 'unverified' | 'quiet' | 'running';

/** How a state is shown. */
export interface StateWord {
  /** The visible text, such as `HIT L2`. */
  label: string;
  tone: Tone;
  icon: IconName;
  /** One sentence for tooltips and screen readers. Empty if the label says everything. */
  meaning: string;
}

/** The icons of states, by their names in VS Code. The graph draws the same shapes itself. */
export type IconName =
  | 'pass-filled'
  | 'pass'
  | 'circle-slash'
  | 'dash'
  | 'question'
  | 'issue-draft'
  | 'check'
  | 'warning'
  | 'close'
  | 'diff-ignored'
  | 'diff-removed'
  | 'circle-outline'
  | 'history'
  | 'circle-small-filled'
  | 'error'
  | 'loading'
  | 'ellipsis';

/** The vocabulary of hovers, lenses, sidebar, status bar, graph and `itk-wrap status`. */
export const stateWords: Readonly<Record<PipelineState, StateWord>> = {
  hit: {
    get label() {
      return l10n.t('HIT');
    },
    tone: 'good',
    icon: 'pass-filled',
    get meaning() {
      return l10n.t('The cache entry is verified and its XML is in a store.');
    },
  },
  'hit-l2': {
    get label() {
      return l10n.t('HIT L2');
    },
    tone: 'cached',
    icon: 'pass',
    get meaning() {
      return l10n.t('The cache would hit after castxml -E has run.');
    },
  },
  miss: {
    get label() {
      return l10n.t('MISS');
    },
    tone: 'warning',
    icon: 'circle-slash',
    get meaning() {
      return l10n.t('CastXML would run.');
    },
  },
  'not-cached': {
    get label() {
      return l10n.t('not cached yet');
    },
    tone: 'quiet',
    icon: 'dash',
    get meaning() {
      return l10n.t('CastXML was not run through the cache yet.');
    },
  },
  unverified: {
    get label() {
      return l10n.t('UNVERIFIED');
    },
    tone: 'unverified',
    icon: 'question',
    get meaning() {
      return l10n.t('The entry uses the plain scheme, which does not record headers.');
    },
  },
  unknown: {
    get label() {
      return l10n.t('UNKNOWN');
    },
    tone: 'quiet',
    icon: 'issue-draft',
    get meaning() {
      return l10n.t('Not computed yet.');
    },
  },
  fresh: {
    get label() {
      return l10n.t('fresh');
    },
    tone: 'good',
    icon: 'check',
    get meaning() {
      return l10n.t('Newer than all its inputs.');
    },
  },
  stale: {
    get label() {
      return l10n.t('stale');
    },
    tone: 'warning',
    icon: 'warning',
    get meaning() {
      return l10n.t('An input is newer or differs.');
    },
  },
  missing: {
    get label() {
      return l10n.t('missing');
    },
    tone: 'bad',
    icon: 'close',
    get meaning() {
      return l10n.t('The file does not exist.');
    },
  },
  complete: {
    get label() {
      return l10n.t('complete');
    },
    tone: 'good',
    icon: 'pass-filled',
    get meaning() {
      return l10n.t('igenerator has written all its outputs.');
    },
  },
  'stamp-missing': {
    get label() {
      return l10n.t('stamp missing');
    },
    tone: 'bad',
    icon: 'diff-ignored',
    get meaning() {
      return l10n.t('The stamp of the igenerator run does not exist.');
    },
  },
  'pkl-missing': {
    get label() {
      return l10n.t('pkl missing');
    },
    tone: 'bad',
    icon: 'diff-removed',
    get meaning() {
      return l10n.t('pkl files that the index lists are missing, and ninja does not notice.');
    },
  },
  'never-run': {
    get label() {
      return l10n.t('never run');
    },
    tone: 'quiet',
    icon: 'circle-outline',
    get meaning() {
      return l10n.t('It will run in the next build.');
    },
  },
  'out-of-date': {
    get label() {
      return l10n.t('out of date');
    },
    tone: 'warning',
    icon: 'history',
    get meaning() {
      return l10n.t('An input of igenerator is newer than its outputs, or one of them is missing.');
    },
  },
  present: {
    get label() {
      return l10n.t('present');
    },
    tone: 'quiet',
    icon: 'circle-small-filled',
    meaning: '',
  },
  changed: {
    get label() {
      return l10n.t('changed');
    },
    tone: 'warning',
    icon: 'warning',
    get meaning() {
      return l10n.t('It differs from the recorded content.');
    },
  },
  failed: {
    get label() {
      return l10n.t('failed');
    },
    tone: 'bad',
    icon: 'error',
    get meaning() {
      return l10n.t('The last run ended with an error.');
    },
  },
  running: {
    get label() {
      return l10n.t('running');
    },
    tone: 'running',
    icon: 'loading',
    get meaning() {
      return l10n.t('A run is in progress.');
    },
  },
  queued: {
    get label() {
      return l10n.t('queued');
    },
    tone: 'running',
    icon: 'ellipsis',
    get meaning() {
      return l10n.t('It waits for its turn in a run.');
    },
  },
};

/** The states from worst to best. A summary of several states shows the worst. */
const severity: readonly PipelineState[] = [
  'running',
  'queued',
  'failed',
  'stamp-missing',
  'pkl-missing',
  'missing',
  'out-of-date',
  'stale',
  'changed',
  'miss',
  'not-cached',
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
