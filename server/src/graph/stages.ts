import type { ModuleStatus, TypeState } from '../shared/type-state';
import type { PipelineState } from '../shared/state-words';
import { shownState } from '../shared/states/shown-state';
import type { FileFact, PipelineFacts, RunningWork, TypeFiles } from './pipeline-facts';

/** The facts with lookup tables, which are made once for each picture. */
export interface IndexedFacts extends PipelineFacts {
  typeByName: ReadonlyMap<string, TypeState>;
  moduleByName: ReadonlyMap<string, ModuleStatus>;
  /** `running` or `queued` if the stage has work for this type or module, else null. */
  workOn(stage: RunningWork['stage'], target: string): 'running' | 'queued' | null;
}

/** Adds the lookup tables to the facts. */
export function indexFacts(facts: PipelineFacts): IndexedFacts {
  const work = new Map<string, 'running' | 'queued'>();
  for (const { stage, target, queued } of facts.running ?? []) {
    const key = `${stage}\0${target}`;
    if (!queued || !work.has(key)) work.set(key, queued ? 'queued' : 'running');
  }
  return {
    ...facts,
    typeByName: new Map(facts.types.map((type) => [type.name, type])),
    moduleByName: new Map(facts.modules.map((module) => [module.name, module])),
    workOn: (stage, target) => work.get(`${stage}\0${target}`) ?? null,
  };
}

/** The module's types that exist in the build, in the build's order. */
export function typesOf(module: ModuleStatus, facts: IndexedFacts): TypeState[] {
  return module.types.flatMap((name) => facts.typeByName.get(name) ?? []);
}

/** The state of a stage's files. Missing takes precedence over stale. They are stale if one is older than `inputMs`. */
export function filesState(files: readonly FileFact[], inputMs: number | null): PipelineState {
  if (files.length === 0) return 'unknown';
  let oldest = Infinity;
  for (const file of files) {
    if (file.mtimeMs === null) return 'missing';
    oldest = Math.min(oldest, file.mtimeMs);
  }
  return inputMs !== null && oldest < inputMs ? 'stale' : 'fresh';
}

/** The same for files that the next build makes by itself, so that a missing file is not a problem. */
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

/** The state of each stage of a type. */
export interface TypeStages {
  wrap: PipelineState;
  inputs: PipelineState;
  cache: PipelineState;
  xml: PipelineState;
  interfaces: PipelineState;
  pkl: PipelineState;
  cpp: PipelineState;
}

/** Determines the state of each stage of a type. */
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
    // igenerator does not rewrite unchanged files. After its run, older files are therefore up to date too.
    return filesState(interfaces, module?.state === 'complete' ? null : (xml?.mtimeMs ?? null));
  };
  const work = facts.workOn('castxml', type.name);
  return {
    wrap: type.wrap === null ? 'unknown' : 'present',
    inputs: files ? inputsState(type, files) : 'unknown',
    cache: work ?? shownState(type),
    xml: work ?? xmlStage(type, module),
    interfaces: files ? interfacesState(files) : 'unknown',
    pkl: pklState(),
    cpp: facts.workOn('swig', type.name) ?? cppState(type, files),
  };
}

/** The state of SWIG's outputs. If the build does not say what SWIG reads, only times of the type's own files decide. */
function cppState({ swig }: TypeState, files: TypeFiles | undefined): PipelineState {
  // The next build makes a C++ file that never was. Without its Python module, it is of no use.
  if (swig.state === 'missing') return swig.because?.endsWith('.cpp') ? 'never-run' : 'missing';
  if (swig.state !== 'unknown') return swig.state;
  return files?.cpp ? madeState([files.cpp], newest(files.interfaces)) : 'unknown';
}

/** In a module that never ran, an XML that was never made is not a problem. */
function xmlStage({ xmlState, reason }: TypeState, module: ModuleStatus | undefined): PipelineState {
  const neverMade = xmlState === 'missing' && reason?.kind === 'never-cached';
  return neverMade && module?.state === 'never-run' ? 'never-run' : xmlState;
}

/** Inputs are stale if CMake would write different ones. */
function inputsState(type: TypeState, files: TypeFiles): PipelineState {
  const state = filesState(files.inputs, null);
  return state === 'fresh' && type.configure ? 'stale' : state;
}

/** The state of a module's igenerator stage. */
export function igeneratorState(module: ModuleStatus, facts: IndexedFacts): PipelineState {
  return facts.workOn('igenerator', module.name) ?? module.state;
}

/** The state of a module's library. */
export function libraryState(module: ModuleStatus, facts: IndexedFacts): PipelineState {
  const work = facts.workOn('library', module.name);
  if (work) return work;
  const library = facts.moduleFiles?.get(module.name)?.library;
  if (!library) return 'unknown';
  const cpps = module.types.map((name) => facts.typeFiles?.get(name)?.cpp ?? null);
  return madeState([library], newest(cpps));
}

/** The state of a module's stubs. */
export function stubsState(module: ModuleStatus, facts: IndexedFacts): PipelineState {
  return (
    facts.workOn('stubs', module.name) ?? madeState(facts.moduleFiles?.get(module.name)?.stubs ?? [], null)
  );
}
