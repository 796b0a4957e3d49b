/*
 * What a change in git does to the wrapping, as `itk-wrap diff --format json` prints it. Files are relative to the top of the
 * repository, with slashes. Lines and columns count from 1. All texts come from the sources and from git.
 */

/** A comparison of two revisions. */
export interface DiffReport {
  /** The top of the repository's working tree, an absolute path. */
  top: string;
  /** The files of git that change when the head or the base moves, as absolute paths. */
  movedBy: readonly string[];
  /** The revision that was named as the base, or that was found to be the base of the branch, such as `origin/main`. */
  revision: string;
  /** The id of the commit that was compared with: the merge base, unless the revision itself was asked for. */
  base: string;
  /** The id of the commit with the change. Null: the working tree. */
  head: string | null;
  /** How many files differ. */
  files: number;
  /** Why the base or the head was not evaluated. Null if they were. */
  notEvaluated: string | null;
  modules: { added: readonly string[]; removed: readonly string[] };
  instantiations: { added: number; removed: number; changed: number };
  /** The types that the change adds, removes or changes. */
  types: readonly TypeDiff[];
  /** Classes whose header the change adds, and that no `.wrap` file wraps. */
  headersWithoutWrap: readonly UnwrappedHeader[];
  diagnostics: { added: readonly TreeFinding[]; resolved: readonly TreeFinding[] };
  /** How many types have a new or another `.cxx`, so that CastXML and SWIG must run for them. */
  typesToRun: number;
  /** Types that are not compared, because CMake would stop before it writes their files. */
  cutShort: readonly string[];
}

/** What a change does to one type. */
export interface TypeDiff {
  name: string;
  kind: 'added' | 'removed' | 'changed';
  module: string;
  /** The module before the change, if it is another one. */
  movedFrom: string | null;
  /** The `.wrap` file in the head, or in the base for a type that is removed. */
  wrap: string | null;
  /** The `.wrap` file in the base, if it has another name there. */
  renamedFrom: string | null;
  added: readonly WrappedInstantiation[];
  removed: readonly RemovedInstantiation[];
  /** Instantiations of the same name with another C++ type. */
  changed: readonly (WrappedInstantiation & { before: string })[];
  /** The lines of `wrap` at which the instantiations above are, sorted. The text is without indentation. */
  lines: readonly { line: number; text: string }[];
}

/** One alias. `line` is that of the `.wrap` file that makes it, or null if a macro file makes it. */
export interface WrappedInstantiation {
  name: string;
  cppType: string;
  line: number | null;
}

/** An alias that only the base has. `line` is that of the file in the base. */
export interface RemovedInstantiation extends WrappedInstantiation {
  /** The line of `wrap` that is now in its place, or the one before. In a type that is removed, the line of the base. */
  place: number | null;
}

/** A class without a `.wrap` file. */
export interface UnwrappedHeader {
  name: string;
  module: string;
  header: string;
}

/** A diagnostic. */
export interface TreeFinding {
  code: string;
  severity: 'error' | 'warning' | 'information' | 'hint';
  message: string;
  file: string;
  line: number;
  column: number;
  /** The line of the file at which it is, without indentation. */
  text: string;
}
