/**
 * What client and server say to each other beyond LSP. Plain data; files are URIs.
 * The client imports this file for its types and for the names of methods and commands below.
 */
import type { CacheState, ModuleState, XmlState } from './states';

export type { CacheState, ModuleState, XmlState } from './states';

/** Requests and notifications by name. */
export const methods = {
  /** Request, no parameters → PipelineView. */
  pipeline: 'itkWrapping/pipeline',
  /** Notification from the server: all is new, ask again or take the view it carries. PipelineView. */
  pipelineReset: 'itkWrapping/pipelineReset',
  /** Notification from the server: PipelineDelta. */
  pipelineChanged: 'itkWrapping/pipelineChanged',
  /** Request GraphView → GraphModel | null. From then on `graphDelta` tells of its changes. */
  graph: 'itkWrapping/graph',
  /** Notification to the server, GraphView: this picture is shown no more. */
  graphRelease: 'itkWrapping/graphRelease',
  /** Notification to the server, RunningWork[]: all that the editor's tasks have under way now. */
  running: 'itkWrapping/running',
  /** Notification from the server: GraphDelta. */
  graphDelta: 'itkWrapping/graphDelta',
  /** Request, no parameters: look for builds again. Answers once the search is over. */
  rescan: 'itkWrapping/rescan',
  /** Notification to the server, string[]: the build folders that CMake Tools uses now, the active one first. */
  toolBuilds: 'itkWrapping/toolBuilds',
  /** Notification to the server, URI: the workspace folder that the user works in now. Its build is the one that is shown. */
  activeFolder: 'itkWrapping/activeFolder',
  /** Request, no parameters → FoundBuild[]: every build in and beside the folders, the best first. */
  builds: 'itkWrapping/builds',
  /** Request, no parameters → CacheView: reads the roots, which takes a moment for large ones. */
  cache: 'itkWrapping/cache',
  /** Request TypeRequest → TypeDetails | null. */
  typeDetails: 'itkWrapping/typeDetails',
  /** Request TypeRequest → ExplanationView | null: every input of the type's run, beside what is recorded of it. */
  explain: 'itkWrapping/explain',
  /** Request HeaderRequest → HeaderClassView[]: the classes that a header defines. */
  headerClasses: 'itkWrapping/headerClasses',
  /**
   * Request, no parameters → null, once nothing is under way that would change an answer: reading, evaluating, diagnostics. For
   * tests and scripts; a request for workspace diagnostics that is held does not count.
   */
  whenIdle: 'itkWrapping/whenIdle',
  /** Request NewWrapRequest → NewWrapView: what a new `.wrap` would hold, and where it belongs. Writes nothing. */
  newWrap: 'itkWrapping/newWrap',
} as const;

/**
 * What there is to show. Everything but `ready` has a message and, in the editor, a welcome view with a button.
 * - `searching`: the first look for builds is under way
 * - `no-folder`: no folder is open
 * - `no-build`: no build was found
 * - `wrapping-off`: builds were found, none with ITK_WRAP_PYTHON on
 * - `build-missing`: the build that the setting names, or that was shown, is not there
 * - `build-moved`: the build was made in another folder, whose files all of its commands name
 * - `build-damaged`: its CMakeCache.txt is not complete
 * - `not-configured`: the build is there, but CMake has not generated its inputs
 * - `ready`: a build is shown; `problems` may still name what is missing on this machine (castxml, ninja)
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
  /** One sentence: what is the matter, and with what. Empty where `situation` is `ready`. */
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
  /** Store roots, first the one that is written. */
  roots: string[];
  /** How completed igenerator runs can be seen in this build. */
  stamps: 'none' | 'pkl-stamp' | 'sqlite-stamp';
  /** Whether CastXML runs go through this extension's cache, through the build's own, or through none. */
  cacheSetup: 'ours' | 'own' | 'none';
  /** External modules that write into this build of ITK, each in a sentence. */
  external: { module: string; text: string }[];
  /** The CMake options that decide what is wrapped, as CMakeCache.txt has them. */
  options: { name: string; value: string }[];
}

/** A folder that looks like a build of ITK, or of a module against ITK. */
export interface FoundBuild {
  dir: string;
  project: string;
  itkVersion: string | null;
  generator: string;
  /** The source folder that it was configured for; empty if it is not known. */
  source: string;
  usable: boolean;
  /** Why it is used only if the user chooses it, in a sentence; empty if it may be used without asking. */
  offered: string;
  /** The first problem, in a sentence; empty where there is none. */
  problem: string;
  configuredMs: number;
  /** The workspace folders, as URIs, in whose files this build is the one that is shown. */
  activeIn: string[];
}

export interface CacheView {
  roots: CacheRootView[];
  /** Runs that needed no castxml, over all that might have; null before the first run. */
  hitRate: number | null;
  maxBytes: number;
  secondsSaved: number;
  castxmlSeconds: number;
  /** Runs by outcome, and misses by reason, the most first. */
  outcomes: { label: string; count: number }[];
  reasons: { label: string; count: number }[];
  /** The server behind the roots that the environment names; null where it names none. */
  remote: CacheRemoteView | null;
}

export interface CacheRemoteView {
  /** Without credentials. Empty where the environment's words are none. */
  url: string;
  readOnly: boolean;
  /** It failed within the last minute, and runs go on without it. */
  failing: boolean;
  /** Runs that had their XML from it, and runs in which it failed. */
  hits: number;
  failures: number;
  /** What could not be understood of the environment, in a sentence; empty where all could. */
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

/** What is shown of a type only when asked for. Files are URIs; a list holds those that exist. */
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
  inputs: { kind: string; subject: string; state: string }[];
}

export interface HeaderRequest {
  uri: string;
}

export interface HeaderClassView {
  /** With its namespaces. */
  name: string;
  /** Between the angle brackets of its `template`; null where it is no template. */
  template: string | null;
  superclass: string | null;
  brief: string;
}

export interface NewWrapRequest {
  header: string;
  className: string;
  /** Lists of pixel types, such as `WRAP_ITK_REAL`; empty for a class that is no template. */
  types: string[];
}

export interface NewWrapView {
  uri: string;
  exists: boolean;
  text: string;
  /** The module that the file would belong to; null where the header lies in no module. */
  module: string | null;
}

export interface ProblemView {
  message: string;
  next: string;
  file: string | null;
}

export interface TypeView {
  name: string;
  module: string;
  wrap: string | null;
  cxx: string;
  inc: string;
  xml: string;
  state: CacheState;
  /** `HIT`, `HIT L2`, `MISS`, `UNVERIFIED`, `UNKNOWN`. */
  stateLabel: string;
  /** Why it misses, in a few words. */
  reason: string | null;
  l1: string | null;
  l2: string | null;
  xmlState: XmlState;
  staleBecause: string | null;
  instantiations: number;
  /** What would change when CMake runs again; null where nothing would, or it is not known. */
  configure: ConfigureView | null;
}

export interface ConfigureView {
  kind: 'new' | 'changed' | 'gone';
  /** `configure needed: +3 −1 instantiations` */
  label: string;
  /** `configure: +3 −1`, for a row of a list. */
  shortLabel: string;
  /** Names of instantiations. */
  added: readonly string[];
  removed: readonly string[];
  changed: readonly string[];
  /** The L1 key that the CastXML run would have, and what the store says of it. */
  l1: string | null;
  state: CacheState;
  /** `already cached`, `CastXML will run for it`; null if that is not known. */
  stateLabel: string | null;
}

/** A `.wrap` of the sources that the build does not have yet. */
export interface NewTypeView {
  name: string;
  module: string;
  wrap: string | null;
  configure: ConfigureView;
}

/** A file in the pkl folder that no type of the build has written. */
export interface LeftoverView {
  name: string;
  uri: string;
  /** What comes of it, in a sentence. */
  consequence: string;
}

export interface ModuleView {
  name: string;
  types: string[];
  dependencies: string[];
  state: ModuleState;
  /** `complete`, `stamp missing`, `2 of 14 pkl files missing`, `never run`, `out of date`. */
  stateLabel: string;
  /** What the state means for the build, in a sentence; null where all is well. */
  consequence: string | null;
  stamp: string | null;
  missing: string[];
}

/** What changed since the last view or delta. */
export interface PipelineDelta {
  types: TypeView[];
  modules: ModuleView[];
  /** All of them, where they are others than before; else null. */
  newTypes: NewTypeView[] | null;
  /** All of them, where they are others than before; else null. */
  leftovers: LeftoverView[] | null;
}

/** The command that the server's hovers, lenses and code actions name; the client registers them. */
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
