import type { StampGeneration } from '../shared/type-state';

/**
 * A build tree as it lies on disk, in plain data. All paths are absolute.
 * Words (module, type, stage) are those of docs/pipeline.md.
 */

/** One process that a rule of the build starts, after its `cd` and environment settings. */
export interface BuildCommand {
  cwd: string;
  /** Set by `env A=b` or `cmake -E env A=b` in front of the program. */
  env: Record<string, string>;
  /** Program and arguments, after launchers such as ccache or a cache script, which stand in `launcher`. */
  argv: readonly string[];
  launcher: readonly string[];
  /** The whole line as ninja hands it to the system, where ninja records a run of it by this line alone. */
  line?: string;
  /** Variables that `env --unset=A` takes away. */
  unset?: readonly string[];
  /** Commands that the same rule runs before and after this one (`a && b`). */
  before?: readonly (readonly string[])[];
  after?: readonly (readonly string[])[];
}

/** Where the pieces lie under `<build>/Wrapping`, which changed between ITK's versions. */
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
  /** Its `.wrap` file, where the source folder of its module is known. */
  wrap: string | null;
  cxx: string;
  inc: string;
  xml: string;
  /** What the build runs to make `xml`; null where the build does not say (Makefiles). */
  castxml: BuildCommand | null;
  /** The files whose change makes ninja run it again: not the headers that those include. */
  inputs: readonly string[];
}

/** A `wrapping/` folder. */
export interface BuildModule {
  name: string;
  /** The `wrapping/` folder in the source tree, where known. */
  wrappingDir: string | null;
  /** Names of its types in the order in which the build lists them. */
  types: readonly string[];
  /** Modules whose wrapping it needs, by name. */
  dependencies: readonly string[];
  stampGeneration: StampGeneration;
  stamp: string | null;
  igenerator: BuildCommand | null;
  /** Every file that the build knows igenerator to write. The first is the one that ninja is asked for. */
  igeneratorOutputs: readonly string[];
}

export interface BuildTree {
  dir: string;
  /** CMAKE_HOME_DIRECTORY. */
  source: string;
  /** `ITK` for ITK itself, else the external module's project. */
  project: string;
  /** For example 5.4.7; null where it cannot be told. */
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
  /** Modules of others that were configured against this build of ITK, and write into it. */
  external: readonly ExternalModule[];
  /** CMakeCache.txt: every entry's value by name. */
  cache: ReadonlyMap<string, string>;
  /** Why nothing was read of it but its CMakeCache.txt; null if all of it was. */
  unsound: Unsound | null;
  /** What could not be read or understood, in words. */
  problems: readonly BuildProblem[];
}

/**
 * Why a build cannot be believed as a whole.
 * - `moved`: it was made in another folder, and all of its files name that one
 * - `damaged`: its CMakeCache.txt is not complete
 */
export type Unsound = 'moved' | 'damaged';

/** Something the reader must tell the user. `next` says what to do. */
export interface BuildProblem {
  file: string;
  message: string;
  next: string;
}

/** An `#include` of a generated `.cxx`; `system` where it stands in angle brackets. */
export interface Include {
  file: string;
  system: boolean;
  /** From 0. */
  line: number;
}

/**
 * A module outside of ITK that was configured against a build of ITK (`ITK_DIR`): CMake then writes nearly all that it wraps
 * into ITK's build.
 */
export interface ExternalModule {
  name: string;
  /** Names of its types. */
  types: readonly string[];
  /** The folder that it was configured in; null if that is gone or cannot be told. */
  configuredIn: string | null;
}
