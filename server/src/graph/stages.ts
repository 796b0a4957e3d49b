import type { ModuleStatus, TypeState } from '../shared/type-state';
import type { PipelineState } from '../shared/states';
import type { FileFact, PipelineFacts, RunningWork, TypeFiles } from './pipeline-facts';

/** The facts with look-up tables, made once for a picture. */
export interface IndexedFacts extends PipelineFacts {
  typeByName: ReadonlyMap<string, TypeState>;
  moduleByName: ReadonlyMap<string, ModuleStatus>;
  isRunning(stage: RunningWork['stage'], target: string): boolean;
}

export function indexFacts(facts: PipelineFacts): IndexedFacts {
  const running = new Set(facts.running?.map(({ stage, target }) => `${stage}\0${target}`));
  return {
    ...facts,
    typeByName: new Map(facts.types.map((type) => [type.name, type])),
    moduleByName: new Map(facts.modules.map((module) => [module.name, module])),
    isRunning: (stage, target) => running.has(`${stage}\0${target}`),
  };
}

/** The module's types that the build really has, in the build's order. */
export function typesOf(module: ModuleStatus, facts: IndexedFacts): TypeState[] {
  return module.types.flatMap((name) => facts.typeByName.get(name) ?? []);
}

/** State of a stage's files: missing takes precedence over stale; stale if one is older than `inputMs`. */
export function filesState(files: readonly FileFact[], inputMs: number | null): PipelineState {
  if (files.length === 0) return 'unknown';
  let oldest = Infinity;
  for (const file of files) {
    if (file.mtimeMs === null) return 'missing';
    oldest = Math.min(oldest, file.mtimeMs);
  }
  return inputMs !== null && oldest < inputMs ? 'stale' : 'fresh';
}

/** The same for files that the next build makes by itself, so a missing file is not a problem. */
function madeState(files: readonly FileFact[], inputMs: number | null): PipelineState {
  const state = filesState(files, inputMs);
  return state === 'missing' ? 'never-run' : state;
}

/** When the newest of the files was written; null if there is none. */
export function newest(files: readonly (FileFact | null)[]): number | null {
  let time: number | null = null;
  for (const file of files)
    if (file?.mtimeMs !== null && file !== null) time = Math.max(time ?? 0, file.mtimeMs);
  return time;
}

/** A type's states, stage by stage. */
export interface TypeStages {
  wrap: PipelineState;
  inputs: PipelineState;
  cache: PipelineState;
  xml: PipelineState;
  interfaces: PipelineState;
  pkl: PipelineState;
  cpp: PipelineState;
}

export function typeStages(type: TypeState, facts: IndexedFacts): TypeStages {
  const files = facts.typeFiles?.get(type.name);
  const module = facts.moduleByName.get(type.module);
  const pklState = (): PipelineState => {
    if (!files?.pkl) return 'unknown';
    if (files.pkl.missing.length > 0) return 'pkl-missing';
    return files.pkl.listed === 0 || module?.state === 'never-run' ? 'never-run' : 'fresh';
  };
  const interfacesState = ({ interfaces, xml }: TypeFiles): PipelineState => {
    if (module?.state === 'never-run') return madeState(interfaces, xml?.mtimeMs ?? null);
    // igenerator does not rewrite an unchanged file, so after its run, older files are up to date too.
    return filesState(interfaces, module?.state === 'complete' ? null : (xml?.mtimeMs ?? null));
  };
  // A run of a whole module goes from type to type: types that are done are up to date.
  const done = type.state === 'hit' && type.xmlState === 'fresh';
  const running = facts.isRunning('castxml', type.name) || (!done && facts.isRunning('castxml', type.module));
  return {
    wrap: type.wrap === null ? 'unknown' : 'present',
    inputs: files ? inputsState(type, files) : 'unknown',
    cache: running ? 'running' : type.state,
    xml: running ? 'running' : type.xmlState,
    interfaces: files ? interfacesState(files) : 'unknown',
    pkl: pklState(),
    cpp: facts.isRunning('swig', type.name)
      ? 'running'
      : files?.cpp
        ? madeState([files.cpp], newest(files.interfaces))
        : 'unknown',
  };
}

/** Inputs are stale if CMake would write different ones. */
function inputsState(type: TypeState, files: TypeFiles): PipelineState {
  const state = filesState(files.inputs, null);
  return state === 'fresh' && type.configure ? 'stale' : state;
}

export function igeneratorState(module: ModuleStatus, facts: IndexedFacts): PipelineState {
  return facts.isRunning('igenerator', module.name) ? 'running' : module.state;
}

export function libraryState(module: ModuleStatus, facts: IndexedFacts): PipelineState {
  if (facts.isRunning('library', module.name)) return 'running';
  const library = facts.moduleFiles?.get(module.name)?.library;
  if (!library) return 'unknown';
  const cpps = module.types.map((name) => facts.typeFiles?.get(name)?.cpp ?? null);
  return madeState([library], newest(cpps));
}

export function stubsState(module: ModuleStatus, facts: IndexedFacts): PipelineState {
  if (facts.isRunning('stubs', module.name)) return 'running';
  return madeState(facts.moduleFiles?.get(module.name)?.stubs ?? [], null);
}
