import type { Location } from '../../shared/text-range';
import type { Diagnostic } from '../diagnostics/diagnostic';

/** What a source tree would wrap with a build's options, in plain data. Paths are absolute. */

/** Where the sources and the options are. */
export interface PredictionInput {
  source: string;
  /** The build tree whose CMakeCache.txt has the options. It need not exist: then `cache` and ITK's defaults count. */
  build: string;
  /** Options over those of the build's CMakeCache.txt, as `-D` gives them. */
  cache?: Readonly<Record<string, string>>;
}

/** A line of a `.wrap` file and the values of the loops around it that made one alias. */
export interface Origin {
  location: Location;
  /** Loops of the `.wrap` file, from the outer to the inner. */
  loops: readonly LoopValue[];
}

export interface LoopValue {
  variable: string;
  value: string;
}

/** One alias of a generated `.cxx`. */
export interface PredictedInstantiation {
  /** The alias: `itkAbsImageFilterIF2IF2`. */
  name: string;
  /** The C++ type: `itk::AbsImageFilter< itk::Image< float,2 >, … >`. */
  cppType: string;
  /** The class without its arguments: `itk::AbsImageFilter`. */
  className: string;
  /** Null if no `.wrap` file made it. */
  origin: Origin | null;
}

/** One `.wrap` file. */
export interface PredictedType {
  name: string;
  module: string;
  /** Its `.wrap` file; null if the module's order names one that does not exist. */
  wrap: string | null;
  /** Files that the generated C++ includes, in order; those in angle brackets keep them. */
  includes: readonly string[];
  instantiations: readonly PredictedInstantiation[];
  /** Where CMake would write the two files, and what. Null if it would not. */
  cxx: GeneratedFile | null;
  swigInterface: GeneratedFile | null;
}

export interface GeneratedFile {
  path: string;
  text: string;
}

export interface PredictedModule {
  name: string;
  /** The `wrapping/` folder. */
  dir: string;
  /** Names of its types in the order in which they are wrapped. */
  types: readonly string[];
  /** Modules whose wrapping it needs. */
  dependencies: readonly string[];
}

export interface Prediction {
  modules: readonly PredictedModule[];
  types: readonly PredictedType[];
  diagnostics: readonly Diagnostic[];
}
