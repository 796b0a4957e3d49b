import type { StampGeneration } from '../shared/type-state';

/**
 * A build tree on disk, as plain data. All paths are absolute. docs/pipeline.md explains the words (module, type, stage).
 */

/** One process that a rule of the build starts, after its `cd` and environment settings. */
export interface BuildCommand {
  cwd: string;
  /** Set by `env A=b` or `cmake -E env A=b` in front of the program. */
  env: Record<string, string>;
  /** Program and arguments, without launchers such as ccache or a cache script, which are in `launcher`. */
  argv: readonly string[];
  launcher: readonly string[];
  /** How many words of `argv` are in the command. The launcher reads the others from a file. Absent: all of them. */
  inCommand?: number;
  /** The whole line as ninja passes it to the system, if the hash of this line is what ninja records for a run. */
  line?: string;
  /**
   * The depfile of ninja's rule, from which ninja learns what the command reads. With `deps`, ninja keeps the names in
   * `.ninja_deps` and removes the file. Otherwise it reads the file each time.
   */
  depfile?: { file: string; deps: boolean };
  /** Variables that `env --unset=A` removes. */
  unset?: readonly string[];
  /** Commands that the same rule runs before and after this one (`a && b`). */
  before?: readonly (readonly string[])[];
  after?: readonly (readonly string[])[];
}

/** The places of the files under `<build>/Wrapping`, which differ between ITK's versions. */
export interface WrappingLayout {
  generation: '5.2' | '5.3' | 'main';
  /** The folder of `<T>.cxx`, `<T>.xml`, `<T>SwigInterface.h.in`. */
  inputs: string;
  typedefs: string;
  /** The folder of pkl files, index files and stamps; null in 5.2, which has none. */
  pkl: string | null;
}

/** One `.wrap` file that is enabled in this build. */
export interface BuildType {
  name: string;
  module: string;
  /** Its `.wrap` file, if the source folder of its module is known. */
  wrap: string | null;
  cxx: string;
  inc: string;
  xml: string;
  /** The command that makes `xml`; null if the build does not say (Makefiles). */
  castxml: BuildCommand | null;
  /** The files whose change makes ninja run it again. The headers that they include do not count. */
  inputs: readonly string[];
  /** Its run of SWIG; null if the build does not say. */
  swig: SwigStep | null;
}

/** One run of SWIG: from an interface file to C++ and Python. */
export interface SwigStep {
  /** The interface file, without folder and `.i`: the name of a type, or of a module for the module's own file. */
  name: string;
  /** The interface file: `<name>.i`. */
  source: string;
  /** `<name>Python.cpp`. */
  cpp: string;
  /** All outputs that the build knows: `cpp`, and `<name>Python.py`. */
  outputs: readonly string[];
  /** The files whose change makes ninja run it again, in a build without depfiles. Empty if the build does not say. */
  inputs: readonly string[];
  command: BuildCommand;
}

/** A `wrapping/` folder. */
export interface BuildModule {
  name: string;
  /** The `wrapping/` folder in the source tree, if known. */
  wrappingDir: string | null;
  /** Names of its types in the build's order. */
  types: readonly string[];
  /** Modules whose wrapping it needs, by name. */
  dependencies: readonly string[];
  stampGeneration: StampGeneration;
  stamp: string | null;
  igenerator: BuildCommand | null;
  /** All outputs of igenerator in the build. Ninja is asked for the first one. */
  igeneratorOutputs: readonly string[];
  /** The files of which the build says that igenerator reads them. Empty if it does not say. */
  igeneratorInputs: readonly string[];
  /** The run of SWIG for `<M>.i`, which loads the module's library; null if the build does not say. */
  swig: SwigStep | null;
}

/** Everything known about a build from reading it. */
export interface BuildTree {
  dir: string;
  /** CMAKE_HOME_DIRECTORY. */
  source: string;
  /** `ITK` for ITK itself, else the external module's project. */
  project: string;
  /** For example 5.4.7; null if unknown. */
  itkVersion: string | null;
  /** CMAKE_GENERATOR. */
  generator: string;
  layout: WrappingLayout;
  /** The CastXML binary that the build uses. */
  castxml: string | null;
  /** The key scheme of the build's own cache script, else `manifest`. */
  scheme: 'manifest' | 'plain';
  modules: readonly BuildModule[];
  types: readonly BuildType[];
  /** The files that CMake read. If one of them is newer than build.ninja or the Makefile, ninja or make runs CMake first. */
  configureInputs: readonly string[];
  /** External modules that were configured against this build of ITK, and write into it. */
  external: readonly ExternalModule[];
  /** CMakeCache.txt: every entry's value by name. */
  cache: ReadonlyMap<string, string>;
  /** Why only its CMakeCache.txt was read; null if everything was read. */
  unsound: Unsound | null;
  /** Files that could not be read or parsed, in words. */
  problems: readonly BuildProblem[];
}

/**
 * Why a build cannot be trusted as a whole.
 * - `moved`: it was configured in another folder, and its files name that folder
 * - `damaged`: its CMakeCache.txt is incomplete
 */
export type Unsound = 'moved' | 'damaged';

/** A problem to show to the user. `next` says what to do. */
export interface BuildProblem {
  file: string;
  message: string;
  next: string;
}

/** An `#include` of a generated `.cxx`; `system` if it uses angle brackets. */
export interface Include {
  file: string;
  system: boolean;
  /** From 0. */
  line: number;
}

/**
 * A module outside ITK that was configured against a build of ITK (`ITK_DIR`). CMake writes nearly all of its wrapping into
 * ITK's build.
 */
export interface ExternalModule {
  name: string;
  /** Names of its types. */
  types: readonly string[];
  /** The folder that it was configured in; null if that folder no longer exists or is unknown. */
  configuredIn: string | null;
}
