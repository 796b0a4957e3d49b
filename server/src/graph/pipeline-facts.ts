import type { ModuleStatus, TypeState } from '../shared/type-state';

/** A file that a stage makes. `mtimeMs` is milliseconds since 1970; null where the file is not there. */
export interface FileFact {
  path: string;
  mtimeMs: number | null;
}

/** A run as `.ninja_log` or the cache's statistics tell of it. */
export interface RunFact {
  seconds: number;
  /** Milliseconds since 1970; null where it is not known. */
  endedMs: number | null;
}

/** A type's files from `.castxml.inc` to `.cpp`. An empty list or null: nothing is known of that stage. */
export interface TypeFiles {
  /** `<T>.cxx`, `<T>.castxml.inc`. */
  inputs: readonly FileFact[];
  xml: FileFact | null;
  /** `<T>.i`, `<T>.idx`, `<T>SwigInterface.h`, `<T>.index.txt`. */
  interfaces: readonly FileFact[];
  /** Its pickle files; `listed` is null where only the missing ones are known. */
  pkl: { listed: number | null; missing: readonly string[] } | null;
  cpp: FileFact | null;
  /** The last CastXML run, the last one that came from the cache, the last swig run. */
  castxml: RunFact | null;
  cached: RunFact | null;
  swig: RunFact | null;
}

/** A module's files that all its types share. */
export interface ModuleFiles {
  library: FileFact | null;
  /** `_proxies.pyi` and its kind. */
  stubs: readonly FileFact[];
  igenerator: RunFact | null;
}

/** Work under way: the graph shows it moving. */
export interface RunningWork {
  stage: 'castxml' | 'igenerator' | 'swig' | 'library' | 'stubs';
  /** The type's name, or the module's for `igenerator`, `library`, and CastXML of all its types. */
  target: string;
}

/** A header that a type's preprocessor read. */
export interface HeaderFact {
  path: string;
  /** Whether it still is what the cache entry recorded. */
  state: 'present' | 'changed' | 'missing';
}

/** What is known of headers, from the manifests of the cache. Both answer null where nothing is known. */
export interface HeaderIndex {
  headersOf(type: string): readonly HeaderFact[] | null;
  /** Names of the types that read it. */
  usersOf(header: string): readonly string[] | null;
}

/** All that a picture is made of. Types and modules are required; the rest fills in as it becomes known. */
export interface PipelineFacts {
  /** The build directory. */
  build: string;
  modules: readonly ModuleStatus[];
  types: readonly TypeState[];
  typeFiles?: ReadonlyMap<string, TypeFiles>;
  moduleFiles?: ReadonlyMap<string, ModuleFiles>;
  headers?: HeaderIndex;
  running?: readonly RunningWork[];
}
