import type { MissReason } from './reasons';
import type { CacheState, ModuleState, XmlState } from './state-words';

/** The state of a type, with its files. Paths are absolute. */
export interface TypeState {
  name: string;
  module: string;
  wrap: string | null;
  cxx: string;
  inc: string;
  xml: string;
  state: CacheState;
  reason: MissReason | null;
  l1: string | null;
  l2: string | null;
  root: string | null;
  /** The entry in the store: its size in bytes and its last use in milliseconds since 1970. */
  entry: { bytes: number; usedMs: number } | null;
  xmlState: XmlState;
  /** The input that makes the XML stale. */
  staleBecause: string | null;
  /** Set if the XML is stale because another command made it than the one that the build has now, or an interrupted run. */
  otherCommand?: true | undefined;
  /** What SWIG writes for it. `unknown` if the build does not say how SWIG runs. */
  swig: StageState;
  instantiations: readonly Instantiation[];
  /** The changes when CMake runs again. Null if there are none or nothing was evaluated yet. */
  configure: ConfigureNeed | null;
}

/** The state of what a stage after igenerator has written. */
export interface StageState {
  state: 'fresh' | 'stale' | 'missing' | 'unknown';
  /** The input that makes it stale, or the output that is missing. */
  because: string | null;
  /** Set if it is stale because another command made it than the one that the build has now, or an interrupted run. */
  otherCommand?: true | undefined;
  /** If its tool has to run: whether the store has what it would write. Null if that is not known, or not needed. */
  cached: boolean | null;
}

/** How the next CMake run would change what it generates for a type. */
export interface ConfigureNeed {
  /** `new`: the build does not have the type yet. `gone`: no type of this name is wrapped any more. */
  kind: 'new' | 'changed' | 'gone';
  /** Instantiations by name, without smart pointers and superclasses. */
  added: readonly string[];
  removed: readonly string[];
  /** Names whose C++ type changes. If all three lists are empty, the same instantiations get different code. */
  changed: readonly string[];
  /** The L1 key of its next CastXML run. Null if the build does not say how castxml runs. */
  l1: string | null;
  /** Whether the store would hit, and why not. */
  state: CacheState;
  reason: MissReason | null;
}

/** A type that the sources have but the build does not. */
export interface NewType {
  name: string;
  module: string;
  wrap: string | null;
  configure: ConfigureNeed;
}

/** The state of a module. */
export interface ModuleStatus {
  name: string;
  wrappingDir: string | null;
  types: readonly string[];
  dependencies: readonly string[];
  state: ModuleState;
  /** The file that makes the module out of date: a newer input, or a missing output. */
  staleBecause: string | null;
  /**
   * Set if it is out of date because another command made igenerator's outputs than the one that the build has now, or an
   * interrupted run.
   */
  otherCommand?: true | undefined;
  /** Set if only the content of `staleBecause` shows that it has changed. Its time is old, so ninja does not notice it. */
  unnoticed?: true | undefined;
  /** If igenerator has to run: how many of its types the store has. Null if that is not known, or not needed. */
  cached: { hits: number; types: number } | null;
  stampGeneration: StampGeneration;
  stamp: string | null;
  pkl: PklState;
}

/** One alias of a generated `.cxx`. */
export interface Instantiation {
  /** The alias: `itkAbsImageFilterIF2IF2`. */
  name: string;
  /** The C++ type: `itk::AbsImageFilter<itk::Image<float,2>, itk::Image<float,2>>`. */
  cppType: string;
  /** The class without its arguments: `itk::AbsImageFilter`. For a `_Pointer` alias, `itk::AbsImageFilter::Pointer`. */
  className: string;
  /** The line of the alias in the `.cxx`, from 0. */
  line: number;
  /**
   * For a companion alias such as `itkFooIF2_Pointer`, its main alias `itkFooIF2`. Companions do not count as
   * instantiations.
   */
  companionOf?: string;
}

/** How a module's completed igenerator run is recorded. */
export type StampGeneration = 'none' | 'pkl-stamp' | 'sqlite-stamp';

/** The state of a module's igenerator outputs on disk. */
export interface PklState {
  /** The number of files (or database keys) that the module's index files name. */
  listed: number;
  present: number;
  /** Absolute paths of missing files, or keys. */
  missing: readonly string[];
  /** index.txt files that the module's types should have but that are missing. */
  missingIndex: readonly string[];
  /** Databases that SQLite cannot read, with the reason. igenerator cannot write to them either. */
  damaged?: readonly { file: string; message: string }[];
  /** Whether the stamp exists. Null if this build has no stamps. */
  stampPresent: boolean | null;
}
