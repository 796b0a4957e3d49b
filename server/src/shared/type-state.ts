import type { MissReason } from './reasons';
import type { CacheState, ModuleState, XmlState } from './states';

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
  /** The input that made the XML stale. */
  staleBecause: string | null;
  instantiations: readonly Instantiation[];
  /** What would change when CMake runs again; null where nothing would, or no evaluation has told. */
  configure: ConfigureNeed | null;
}

/** What CMake would generate for a type when it runs again, where that is not what it generated last. */
export interface ConfigureNeed {
  /** `new`: the build does not have the type yet; `gone`: nothing of that name is wrapped any more. */
  kind: 'new' | 'changed' | 'gone';
  /** Instantiations by name, without smart pointers and superclasses. */
  added: readonly string[];
  removed: readonly string[];
  /** Other types behind a name that stays. All three may be empty: then other code is generated for the same ones. */
  changed: readonly string[];
  /** The L1 key that its CastXML run would have; null where the build does not tell how that runs. */
  l1: string | null;
  /** Whether the store would hit, and why not. */
  state: CacheState;
  reason: MissReason | null;
}

/** A type that the sources have and the build has not. */
export interface NewType {
  name: string;
  module: string;
  wrap: string | null;
  configure: ConfigureNeed;
}

export interface ModuleStatus {
  name: string;
  wrappingDir: string | null;
  types: readonly string[];
  dependencies: readonly string[];
  state: ModuleState;
  stampGeneration: StampGeneration;
  stamp: string | null;
  pkl: PklState;
}

/** One alias of a generated `.cxx`. */
export interface Instantiation {
  /** The alias: `itkAbsImageFilterIF2IF2`. */
  name: string;
  /** What it stands for: `itk::AbsImageFilter<itk::Image<float,2>, itk::Image<float,2>>`. */
  cppType: string;
  /** The class without its arguments: `itk::AbsImageFilter`; of a `_Pointer` alias `itk::AbsImageFilter::Pointer`. */
  className: string;
  /** The line of the alias in the `.cxx`, from 0. */
  line: number;
  /** Set on `itkFooIF2_Pointer` and its kind: the alias `itkFooIF2` that it goes with. Such are not counted as instantiations. */
  companionOf?: string;
}

/** How a module's completed igenerator run can be seen. */
export type StampGeneration = 'none' | 'pkl-stamp' | 'sqlite-stamp';

/** What the disk says of a module's igenerator outputs. */
export interface PklState {
  /** Files (or database keys) that the module's index files name. */
  listed: number;
  present: number;
  /** Absolute paths of missing files, or keys. */
  missing: readonly string[];
  /** index.txt files that the module's types should have and that are not there. */
  missingIndex: readonly string[];
  /** Databases that SQLite cannot read, with its reason: igenerator cannot write to them either. */
  damaged?: readonly { file: string; message: string }[];
  /** The stamp, where this build has stamps. */
  stampPresent: boolean | null;
}
