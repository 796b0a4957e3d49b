/**
 * The protocol between client and server beyond LSP. Plain data; files are URIs. The client imports this file for its types
 * and for the names of methods and commands below.
 */
import type { ModuleState } from './state-words';
import type { ConfigureNeed, TypeState } from './type-state';

export type { CacheState, ModuleState, XmlState } from './state-words';

/** Requests and notifications by name. */
export const methods = {
  /** Request, no parameters → PipelineView. */
  pipeline: 'itkWrapping/pipeline',
  /** Notification from the server, PipelineView: everything has changed, and this is the new view. */
  pipelineReset: 'itkWrapping/pipelineReset',
  /** Notification from the server: PipelineDelta. */
  pipelineChanged: 'itkWrapping/pipelineChanged',
  /** Request GraphView → GraphModel | null. From then on, `graphDelta` reports its changes. */
  graph: 'itkWrapping/graph',
  /** Request string → GraphHits | null: modules, types and headers of the build with these words in their names. */
  graphFind: 'itkWrapping/graphFind',
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
  /** Notification to the server, URI: the workspace folder in which the user works now. Its build is shown. */
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
   * Request, no parameters → null. Answered once no indexing, evaluation or diagnostics are in progress that could change an
   * answer. For tests and scripts. A pending request for workspace diagnostics does not count.
   */
  whenIdle: 'itkWrapping/whenIdle',
  /** Request, no parameters → UnwrappedClassView[]: the classes of modules that no `.wrap` file wraps, by name. */
  unwrappedClasses: 'itkWrapping/unwrappedClasses',
  /** Request InstantiationRequest → InstantiationHits: the instantiations that a text means or whose names have its words. */
  instantiations: 'itkWrapping/instantiations',
  /** Request WhyRequest → WhyView: whether something is wrapped, and what would wrap it. Takes several evaluations. */
  why: 'itkWrapping/why',
  /** Request NewWrapRequest → NewWrapView: the content of a new `.wrap` file, and its path. Writes nothing. */
  newWrap: 'itkWrapping/newWrap',
} as const;

/**
 * What there is to show. Every situation except `ready` has a message and, in the editor, a welcome view with a button.
 * - `searching`: the first search for builds is in progress
 * - `no-folder`: no folder is open
 * - `no-build`: no build was found
 * - `wrapping-off`: builds were found, none with ITK_WRAP_PYTHON on
 * - `build-missing`: the build that the setting names, or that was shown, does not exist
 * - `build-moved`: the build was configured in another folder, and its commands name the files there
 * - `build-damaged`: its CMakeCache.txt is incomplete
 * - `not-configured`: the build exists, but CMake has not generated its inputs
 * - `ready`: a build is shown. `problems` may still name missing programs (castxml, ninja)
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

/** Everything that the sidebar shows. */
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

/**
 * The names and files of a build's modules and types, for the first moment of a window. No state is known: each is
 * `unknown`, and has no label.
 */
export type FirstNames = Pick<PipelineView, 'modules' | 'types'>;

/** The active build. */
export interface BuildView {
  /** The build directory as a path on the machine that the server runs on. */
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
  /** The source folder that it was configured for. Empty if unknown. */
  source: string;
  usable: boolean;
  /** Why it is used only if the user chooses it, in a sentence. Empty if it may be used without asking. */
  offered: string;
  /** The first problem, in a sentence. Empty if there is none. */
  problem: string;
  configuredMs: number;
  /** The workspace folders, as URIs, whose files show this build. */
  activeIn: string[];
}

/** The content of the store, and the results of runs. */
export interface CacheView {
  roots: CacheRootView[];
  /** The share of cacheable runs that did not need castxml. Null before the first run. */
  hitRate: number | null;
  maxBytes: number;
  secondsSaved: number;
  castxmlSeconds: number;
  /** Runs by outcome, and misses by reason, the most frequent ones first. */
  outcomes: { label: string; count: number }[];
  reasons: { label: string; count: number }[];
  /** The remote that the environment names. Null if it names none. */
  remote: CacheRemoteView | null;
}

/** The remote behind the roots. */
export interface CacheRemoteView {
  /** Without credentials. Empty if the environment's value is invalid. */
  url: string;
  readOnly: boolean;
  /** Whether it failed within the last minute, so that runs continue without it. */
  failing: boolean;
  /** The number of runs that got their XML from it, and of those in which it failed. */
  hits: number;
  failures: number;
  /** The problem in the environment variables, in a sentence. Empty if there is none. */
  problem: string;
}

/** One root of the store. */
export interface CacheRootView {
  root: string;
  exists: boolean;
  writable: boolean;
  entries: number;
  bytes: number;
  lastEvictionMs: number | null;
}

/** Names a type. */
export interface TypeRequest {
  type: string;
}

/** Details of a type, computed on request. Files are URIs, and lists contain only existing files. */
export interface TypeDetails {
  /** `line` is the line of the alias in the `.cxx`, from 0. */
  instantiations: { name: string; cppType: string; line: number }[];
  generated: { label: string; uri: string }[];
  headers: { label: string; uri: string }[];
}

/** Every input of a type's run, compared with what the store recorded. */
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

/** Names a header, as a URI. */
export interface HeaderRequest {
  uri: string;
}

/** A class that a header defines. */
export interface HeaderClassView {
  /** The name with its namespaces. */
  name: string;
  /** The text between the angle brackets of its `template`. Null if it is not a template. */
  template: string | null;
  superclass: string | null;
  brief: string;
}

/** A class that no `.wrap` file wraps. */
export interface UnwrappedClassView extends HeaderClassView {
  /** The URI of its header. */
  header: string;
  module: string;
}

/** The class for which a `.wrap` file is wanted. */
export interface NewWrapRequest {
  header: string;
  className: string;
  /** Lists of pixel types, such as `WRAP_ITK_REAL`. Empty for a class that is not a template. */
  types: string[];
}

/** A new `.wrap` file, not written yet. */
export interface NewWrapView {
  uri: string;
  exists: boolean;
  text: string;
  /** The module that the file would belong to. Null if the header is not in a module. */
  module: string | null;
  /** Where the class is wrapped already: `.wrap` files, as URIs. */
  wrappedIn: string[];
}

/** A problem of the build. `next` says what to do. */
export interface ProblemView {
  message: string;
  next: string;
  file: string | null;
}

/** A type with its state. Files are URIs. */
export interface TypeView extends Pick<
  TypeState,
  | 'name'
  | 'module'
  | 'wrap'
  | 'cxx'
  | 'inc'
  | 'xml'
  | 'state'
  | 'l1'
  | 'l2'
  | 'xmlState'
  | 'staleBecause'
  | 'otherCommand'
> {
  /** `HIT`, `HIT L2`, `MISS`, `UNVERIFIED`, `UNKNOWN`. */
  stateLabel: string;
  /** Why it misses, in a few words. */
  reason: string | null;
  /** Whether it misses only because it was never run through the cache. */
  neverCached: boolean;
  /** The state of SWIG's outputs in a few words: `SWIG stale: itkBase.i changed`. Empty if it is not known. */
  swig: string;
  swigState: TypeState['swig']['state'];
  instantiations: number;
  /** The changes when CMake runs again. Null if there are none or they are unknown. */
  configure: ConfigureView | null;
}

/** How the next CMake run would change a type, with texts. */
export interface ConfigureView extends Omit<ConfigureNeed, 'reason'> {
  /** `configure needed: +3 −1 instantiations` */
  label: string;
  /** `configure: +3 −1`, for a row of a list. */
  shortLabel: string;
  /** `already cached`, `CastXML will run for it`. Null if unknown. */
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

/** A module with the state of its igenerator outputs. */
export interface ModuleView {
  name: string;
  types: string[];
  dependencies: string[];
  state: ModuleState;
  /** `complete`, `stamp missing`, `2 of 14 pkl files missing`, `never run`, `out of date`. */
  stateLabel: string;
  /** The consequence of the state for the build, in a sentence. Null if everything is fine. */
  consequence: string | null;
  stamp: string | null;
  missing: string[];
  /** The CMakeLists.txt of its wrapping folder, as a URI. */
  lists: string | null;
  /** The pkl databases that SQLite cannot read. igenerator fails until they are removed. */
  damaged: string[];
}

/** The changes since the last view or delta. */
export interface PipelineDelta {
  types: TypeView[];
  modules: ModuleView[];
  /** All new types if that list changed, else null. */
  newTypes: NewTypeView[] | null;
  /** All leftovers if that list changed, else null. */
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
  why: 'itkWrapping.why',
} as const;

/** Asks for instantiations. */
export interface InstantiationRequest {
  /** A Python expression, a C++ type, an alias, or words that occur in them. */
  text: string;
}

/** What was found. */
export interface InstantiationHits {
  /** `evaluating`: the evaluation has not ended. `off`: there is nothing to evaluate, or the setting turns it off. */
  state: 'ready' | 'evaluating' | 'off';
  /** How many instantiations there are in all. */
  total: number;
  /** The first of those that were found. */
  hits: InstantiationHit[];
}

/** An instantiation, and the line that makes it. */
export interface InstantiationHit {
  /** The alias, such as `itkImageF2`. */
  name: string;
  cppType: string;
  /** As Python writes it: `itk.Image[itk.F,2]`. */
  python: string;
  module: string;
  /** Null if no `.wrap` file makes it. */
  place: { uri: string; line: number } | null;
}

/** Asks whether something is wrapped. */
export interface WhyRequest {
  /** A Python expression, a C++ type, an alias, or a message or traceback of `itk`. */
  text: string;
}

/** Whether something is wrapped, and what would wrap it. */
export interface WhyView {
  /** A sentence that says why there is no answer. Empty if there is one. */
  problem: string;
  /** What the text means in C++. */
  subject: string;
  wrapped: InstantiationHit[];
  /** The changes that would wrap it: those that need nothing more first, then the cheapest. Each was evaluated. */
  changes: WhyChange[];
  /** The wrapped instantiations of the same class that are closest. */
  nearest: InstantiationHit[];
  /** Names of wrapped classes that are similar, if nothing else has the name. */
  similar: string[];
  /** The header that declares it, if nothing wraps a class of this name. */
  unwrapped: { header: string; className: string } | null;
  /** Where `itk` defines it in Python. Nothing needs to wrap it then. */
  python: { uri: string; line: number } | null;
}

/** A change that would wrap something. It has either options or lines. */
export interface WhyChange {
  /** CMake options with their present values; null if an option is not set. */
  options: { name: string; from: string | null; to: string }[];
  /** Lines to insert before line `line`, from 0. All of them count lines as they are before. */
  lines: { uri: string; line: number; text: string }[];
  /** How many instantiations there will be more, in all modules. */
  added: number;
  /** How long these would take to build. Empty if it is not known. */
  cost: string;
  /** Sentences about what it still needs. */
  needs: string[];
  wraps: InstantiationHit[];
}
