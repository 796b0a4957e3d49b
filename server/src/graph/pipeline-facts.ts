import type { ModuleStatus, TypeState } from '../shared/type-state';

/** A file that a stage writes. `mtimeMs` is milliseconds since 1970; null if the file does not exist. */
export interface FileFact {
  path: string;
  mtimeMs: number | null;
}

/** A run from `.ninja_log` or the cache's statistics. */
export interface RunFact {
  seconds: number;
  /** Milliseconds since 1970; null if unknown. */
  endedMs: number | null;
}

/** A type's files from `.castxml.inc` to `.cpp`. An empty list or null means that nothing is known about that stage. */
export interface TypeFiles {
  /** `<T>.cxx`, `<T>.castxml.inc`. */
  inputs: readonly FileFact[];
  xml: FileFact | null;
  /** `<T>.i`, `<T>.idx`, `<T>SwigInterface.h`, `<T>.index.txt`. */
  interfaces: readonly FileFact[];
  /** Its pkl files; `listed` is null if only the missing ones are known. */
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
  /** `_proxies.pyi` and similar files. */
  stubs: readonly FileFact[];
  igenerator: RunFact | null;
}

/** Work that was asked for. The graph animates it while it runs. */
export interface RunningWork {
  stage: 'castxml' | 'igenerator' | 'swig' | 'library' | 'stubs';
  /** The name of the type for `castxml` and `swig`, else the name of the module. */
  target: string;
  /** Whether it waits for its turn. */
  queued: boolean;
}

/** A header that a type's preprocessor read. */
export interface HeaderFact {
  path: string;
  /** Whether it still matches the cache entry. */
  state: 'present' | 'changed' | 'missing';
}

/** Facts about headers from the manifests of the cache. Both return null if unknown. */
export interface HeaderIndex {
  headersOf(type: string): readonly HeaderFact[] | null;
  /** Names of the types that read it. */
  usersOf(header: string): readonly string[] | null;
}

/** All facts for a graph. Types and modules are required; the rest is added when it becomes known. */
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
