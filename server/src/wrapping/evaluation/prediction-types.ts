import type { Location, Range } from '../../shared/text-range';
import type { Diagnostic } from '../diagnostics/diagnostic';
import type { WrappedByItk } from './wrapped-by-itk';

/** What a source tree would wrap with the options of a build, as plain data. Paths are absolute. */

/** Where the sources and the options are. */
export interface PredictionInput {
  source: string;
  /** The build tree whose CMakeCache.txt has the options. If it does not exist, only `cache` and ITK's defaults count. */
  build: string;
  /** Options that override those of the build's CMakeCache.txt, like `-D`. */
  cache?: Readonly<Record<string, string>>;
}

/** The line of a `.wrap` file that made an alias, and the values of the loops around it. */
export interface Origin {
  location: Location;
  /** Loops of the `.wrap` file, outermost first. */
  loops: readonly LoopValue[];
}

/** The value of a loop variable. */
export interface LoopValue {
  variable: string;
  value: string;
}

/** One alias in a generated `.cxx`. */
export interface PredictedInstantiation {
  /** The alias, such as `itkAbsImageFilterIF2IF2`. */
  name: string;
  /** The C++ type, such as `itk::AbsImageFilter< itk::Image< float,2 >, … >`. */
  cppType: string;
  /** The class without its arguments, such as `itk::AbsImageFilter`. */
  className: string;
  /** Null if no `.wrap` file made it. */
  origin: Origin | null;
}

/** One `.wrap` file. */
export interface PredictedType {
  name: string;
  module: string;
  /** Its `.wrap` file, or null if the module's order names a file that does not exist. */
  wrap: string | null;
  /** Files that the generated C++ includes, in order. Names in angle brackets keep them. */
  includes: readonly string[];
  instantiations: readonly PredictedInstantiation[];
  /** The two files that CMake would write. Null if it would not write them. */
  cxx: GeneratedFile | null;
  swigInterface: GeneratedFile | null;
}

/** A file that CMake would write. */
export interface GeneratedFile {
  path: string;
  text: string;
}

/** A file that CMake would write, as bytes. */
export interface GeneratedBytes {
  path: string;
  content: Buffer;
}

/** A module with the types that it wraps. */
export interface PredictedModule {
  name: string;
  /** The `wrapping/` folder. */
  dir: string;
  /** The names of its types in the order in which they are wrapped. */
  types: readonly string[];
  /** Modules whose wrapping it needs. */
  dependencies: readonly string[];
}

/** Reads a prediction, which was evaluated now or kept from an earlier start. */
export interface PredictionReader {
  prediction(): Prediction;
  types(): PredictedType[];
  typeNames(): string[];
  /** One type, or null if no type has this name. */
  type(name: string): PredictedType | null;
  modules(): PredictedModule[];
  /** All mistakes, or those in the `.wrap` file of one type. */
  diagnostics(name?: string): Diagnostic[];
  /** Mistakes outside of the `.wrap` files, and the reason if CMake would stop early. */
  diagnosticsOutside(): Diagnostic[];
  /** Whether CMake would stop before it has written the files of a type. What is known of the type may then be wrong. */
  isCutShort(name: string): boolean;
  /** The values of each loop of a `.wrap` file. Null if the file makes no type. */
  loopsOf(file: string): { range: Range; variable: string; values: string[] }[] | null;
  /**
   * What the ITK that this external module is built against wraps. `itself`: this is ITK, or a project that wraps everything
   * it uses. `unknown`: the ITK does not say.
   */
  wrappedByItk(): Pick<WrappedByItk, 'instantiations' | 'modules'> | 'itself' | 'unknown';
}

/** Everything that would be wrapped, with the diagnostics. */
export interface Prediction {
  modules: readonly PredictedModule[];
  types: readonly PredictedType[];
  diagnostics: readonly Diagnostic[];
}
