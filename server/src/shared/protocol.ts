/**
 * The protocol between client and server beyond LSP. Plain data; files are URIs. The client imports this file for its types
 * and for the names of methods and commands below.
 */
import type { ModuleState } from './states';
import type { ConfigureNeed, TypeState } from './type-state';

export type { CacheState, ModuleState, XmlState } from './states';

/** Requests and notifications by name. */
export const methods = {
  /** Request, no parameters → PipelineView. */
  pipeline: 'itkWrapping/pipeline',
  /** Notification from the server, PipelineView: everything changed; this is the new view. */
  pipelineReset: 'itkWrapping/pipelineReset',
  /** Notification from the server: PipelineDelta. */
  pipelineChanged: 'itkWrapping/pipelineChanged',
  /** Request GraphView → GraphModel | null. From then on, `graphDelta` reports its changes. */
  graph: 'itkWrapping/graph',
  /** Notification to the server, GraphView: this graph is no longer shown. */
  graphRelease: 'itkWrapping/graphRelease',
  /** Notification to the server, RunningWork[]: everything that the editor's tasks are running now. */
  running: 'itkWrapping/running',
  /** Notification from the server: GraphDelta. */
  graphDelta: 'itkWrapping/graphDelta',
  /** Request, no parameters: look for builds again. Answers once the search is over. */
  rescan: 'itkWrapping/rescan',
  /** Notification to the server, string[]: the build folders that CMake Tools uses now, the active one first. */
  toolBuilds: 'itkWrapping/toolBuilds',
  /** Notification to the server, URI: the workspace folder that the user works in now. Its build is the one that is shown. */
  activeFolder: 'itkWrapping/activeFolder',
  /** Request, no parameters → FoundBuild[]: every build in and next to the folders, the best first. */
  builds: 'itkWrapping/builds',
  /** Request, no parameters → CacheView: reads the roots, which takes a moment for large ones. */
  cache: 'itkWrapping/cache',
  /** Request TypeRequest → TypeDetails | null. */
  typeDetails: 'itkWrapping/typeDetails',
  /** Request TypeRequest → ExplanationView | null: every input of the type's run, compared with the record. */
  explain: 'itkWrapping/explain',
  /** Request HeaderRequest → HeaderClassView[]: the classes that a header defines. */
  headerClasses: 'itkWrapping/headerClasses',
  /**
   * Request, no parameters → null, once no reading, evaluation or diagnostics that could change an answer is in progress. For
   * tests and scripts. A pending request for workspace diagnostics does not count.
   */
  whenIdle: 'itkWrapping/whenIdle',
  /** Request NewWrapRequest → NewWrapView: the content of a new `.wrap` file, and its path. Writes nothing. */
  newWrap: 'itkWrapping/newWrap',
} as const;

/**
 * What there is to show. Everything but `ready` has a message and, in the editor, a welcome view with a button.
 * - `searching`: the first search for builds is in progress
 * - `no-folder`: no folder is open
 * - `no-build`: no build was found
 * - `wrapping-off`: builds were found, none with ITK_WRAP_PYTHON on
 * - `build-missing`: the build that the setting names, or that was shown, does not exist
 * - `build-moved`: the build was configured in another folder, and its commands name the files there
 * - `build-damaged`: its CMakeCache.txt is incomplete
 * - `not-configured`: the build exists, but CMake has not generated its inputs
 * - `ready`: a build is shown; `problems` may still name missing programs (castxml, ninja)
 */
export type Situation =
  | 'searching'
  | 'no-folder'
  | 'no-build'
  | 'wrapping-off'
  | 'build-missing'
  | 'build-moved'
  | 'build-damaged'
  | 'not-configured'
  | 'ready';

export interface PipelineView {
  situation: Situation;
  /** One sentence about the problem. Empty if `situation` is `ready`. */
  message: string;
  build: BuildView | null;
  modules: ModuleView[];
  types: TypeView[];
  newTypes: NewTypeView[];
  leftovers: LeftoverView[];
  problems: ProblemView[];
}

export interface BuildView {
  /** The build directory as a path of the machine that the server runs on. */
  dir: string;
  source: string;
  project: string;
  itkVersion: string | null;
  generator: string;
  scheme: string;
  castxml: string | null;
  /** Store roots. The first one is written to. */
  roots: string[];
  /** How completed igenerator runs are recorded in this build. */
  stamps: 'none' | 'pkl-stamp' | 'sqlite-stamp';
  /** Whether CastXML runs go through this extension's cache, through the build's own, or through no cache. */
  cacheSetup: 'ours' | 'own' | 'none';
  /** External modules that write into this build of ITK, each in a sentence. */
  external: { module: string; text: string }[];
  /** The CMake options that decide what is wrapped, from CMakeCache.txt. */
  options: { name: string; value: string }[];
}

/** A folder that looks like a build of ITK, or of a module against ITK. */
export interface FoundBuild {
  dir: string;
  project: string;
  itkVersion: string | null;
  generator: string;
  /** The source folder that it was configured for; empty if unknown. */
  source: string;
  usable: boolean;
  /** Why it is used only if the user chooses it, in a sentence; empty if it may be used without asking. */
  offered: string;
  /** The first problem, in a sentence; empty if there is none. */
  problem: string;
  configuredMs: number;
  /** The workspace folders, as URIs, whose files show this build. */
  activeIn: string[];
}

export interface CacheView {
  roots: CacheRootView[];
  /** The share of cacheable runs that did not need castxml; null before the first run. */
  hitRate: number | null;
  maxBytes: number;
  secondsSaved: number;
  castxmlSeconds: number;
  /** Runs by outcome, and misses by reason, the most frequent first. */
  outcomes: { label: string; count: number }[];
  reasons: { label: string; count: number }[];
  /** The remote that the environment names; null if it names none. */
  remote: CacheRemoteView | null;
}

export interface CacheRemoteView {
  /** Without credentials. Empty if the environment's value is invalid. */
  url: string;
  readOnly: boolean;
  /** It failed within the last minute, and runs continue without it. */
  failing: boolean;
  /** The number of runs that got their XML from it, and of runs in which it failed. */
  hits: number;
  failures: number;
  /** The problem in the environment variables, in a sentence; empty if there is none. */
  problem: string;
}

export interface CacheRootView {
  root: string;
  exists: boolean;
  writable: boolean;
  entries: number;
  bytes: number;
  lastEvictionMs: number | null;
}

export interface TypeRequest {
  type: string;
}

/** Details of a type, computed on request. Files are URIs, and lists contain only existing files. */
export interface TypeDetails {
  /** `line` is that of the alias in the `.cxx`, from 0. */
  instantiations: { name: string; cppType: string; line: number }[];
  generated: { label: string; uri: string }[];
  headers: { label: string; uri: string }[];
}

export interface ExplanationView {
  type: string;
  stateLabel: string;
  reason: string | null;
  l1: string;
  l2: string | null;
  root: string | null;
  /** `kind` and `stateLabel` are for the reader: `header`, `changed`. */
  inputs: { kind: string; subject: string; state: string; stateLabel: string }[];
}

export interface HeaderRequest {
  uri: string;
}

export interface HeaderClassView {
  /** With its namespaces. */
  name: string;
  /** The text between the angle brackets of its `template`; null if it is not a template. */
  template: string | null;
  superclass: string | null;
  brief: string;
}

export interface NewWrapRequest {
  header: string;
  className: string;
  /** Lists of pixel types, such as `WRAP_ITK_REAL`; empty for a class that is not a template. */
  types: string[];
}

export interface NewWrapView {
  uri: string;
  exists: boolean;
  text: string;
  /** The module that the file would belong to; null if the header is not in a module. */
  module: string | null;
}

export interface ProblemView {
  message: string;
  next: string;
  file: string | null;
}

export interface TypeView extends Pick<
  TypeState,
  'name' | 'module' | 'wrap' | 'cxx' | 'inc' | 'xml' | 'state' | 'l1' | 'l2' | 'xmlState' | 'staleBecause'
> {
  /** `HIT`, `HIT L2`, `MISS`, `UNVERIFIED`, `UNKNOWN`. */
  stateLabel: string;
  /** Why it misses, in a few words. */
  reason: string | null;
  instantiations: number;
  /** The changes when CMake runs again; null if there are none or they are unknown. */
  configure: ConfigureView | null;
}

export interface ConfigureView extends Omit<ConfigureNeed, 'reason'> {
  /** `configure needed: +3 −1 instantiations` */
  label: string;
  /** `configure: +3 −1`, for a row of a list. */
  shortLabel: string;
  /** `already cached`, `CastXML will run for it`; null if unknown. */
  stateLabel: string | null;
}

/** A `.wrap` file of the sources that the build does not have yet. */
export interface NewTypeView {
  name: string;
  module: string;
  wrap: string | null;
  configure: ConfigureView;
}

/** A file in the pkl folder that belongs to no type of the build. */
export interface LeftoverView {
  name: string;
  uri: string;
  /** The consequence, in a sentence. */
  consequence: string;
}

export interface ModuleView {
  name: string;
  types: string[];
  dependencies: string[];
  state: ModuleState;
  /** `complete`, `stamp missing`, `2 of 14 pkl files missing`, `never run`, `out of date`. */
  stateLabel: string;
  /** The consequence of the state for the build, in a sentence; null if everything is fine. */
  consequence: string | null;
  stamp: string | null;
  missing: string[];
}

/** The changes since the last view or delta. */
export interface PipelineDelta {
  types: TypeView[];
  modules: ModuleView[];
  /** All of them if they changed; else null. */
  newTypes: NewTypeView[] | null;
  /** All of them if they changed; else null. */
  leftovers: LeftoverView[] | null;
}

/** The commands in the server's hovers, lenses and code actions. The client registers them. */
export const commands = {
  runCastxml: 'itkWrapping.runCastxml',
  runIgenerator: 'itkWrapping.runIgenerator',
  repair: 'itkWrapping.repairStamps',
  copyKey: 'itkWrapping.copyKey',
  openFile: 'itkWrapping.openFile',
  showGraph: 'itkWrapping.showGraph',
  explain: 'itkWrapping.explain',
  configure: 'itkWrapping.configure',
  newWrap: 'itkWrapping.newWrap',
} as const;
