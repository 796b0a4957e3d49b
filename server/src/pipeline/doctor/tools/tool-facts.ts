/** What a tool says about itself. */
export interface ToolFacts {
  /** The program as the build names it, or as it was found on PATH. Null if there is none. */
  file: string | null;
  /** For example 4.3.1. Null if it does not say. */
  version: string | null;
  /** Why nothing is known, as a clause. Null if all is well. */
  problem: string | null;
}

export interface CastxmlFacts extends ToolFacts {
  /** The version of the clang in it. */
  clang: string | null;
}

export interface CompilerFacts extends ToolFacts {
  family: 'gcc' | 'clang' | 'msvc' | null;
}

/** A package of Python. */
export interface PackageFacts {
  version: string | null;
  /** Its folder or file. Null if it cannot be imported; then `problem` says why. */
  file: string | null;
  problem: string | null;
}

export interface PythonFacts extends ToolFacts {
  /** The folder that Python itself names for its headers, and whether it has Python.h. */
  headers: { folder: string; present: boolean } | null;
  numpy: PackageFacts | null;
  pygccxml: PackageFacts | null;
  /** The folder that igenerator is told to find pygccxml in. Null without a build. */
  pygccxmlFolder: string | null;
}

/** All tools of the wrapping. */
export interface Tools {
  castxml: CastxmlFacts;
  swig: ToolFacts;
  python: PythonFacts;
  cmake: ToolFacts;
  compiler: CompilerFacts;
  ninja: ToolFacts;
}
