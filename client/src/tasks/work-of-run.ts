import type { RunningWork } from '../../../server/src/graph/pipeline-facts';
import { itemsOf, type RunProgress } from '../../../server/src/shared/states/run-progress';
import type { Run, WorkTarget } from './runs';
import { needsCastxml, needsIgenerator, needsRepair } from '../../../server/src/shared/states/counts';
import type { ModuleView, TypeView } from '../../../server/src/shared/protocol';
import type { ItkWrapTask } from './task-definition';

/** The part of the model that decides what a task runs. */
export interface RunTargets {
  allTypes(): readonly Pick<TypeView, 'name' | 'module' | 'state' | 'xmlState' | 'swigState'>[];
  allModules(): readonly Pick<ModuleView, 'name' | 'state'>[];
  type(name: string): Pick<TypeView, 'module'> | undefined;
}

/** The stages whose runs tell which items are in progress. */
const TELLING: ReadonlySet<RunningWork['stage']> = new Set(['castxml', 'igenerator', 'swig']);

/** What a run has in progress and what is queued. What it has done is omitted. */
export function workOf({
  state,
  progress,
  targets,
  ended,
}: Pick<Run, 'state' | 'progress' | 'targets' | 'ended'>): RunningWork[] {
  if (state === 'waiting') return targets.map((target) => ({ ...target, queued: true }));
  const running = new Set(itemsOf(progress));
  const nameOf = ({ stage, target }: WorkTarget): string =>
    progress?.stages ? `${stage}/${target}` : target;
  const known = new Set(targets.map(nameOf));
  const others = progress?.stages ? unforeseen(progress).filter((one) => !known.has(nameOf(one))) : [];
  return [...targets, ...others].flatMap((one): RunningWork[] => {
    if (running.has(nameOf(one)) || !TELLING.has(one.stage)) return [{ ...one, queued: false }];
    return state === 'running' && !ended.has(nameOf(one)) ? [{ ...one, queued: true }] : [];
  });
}

/** What a run of several stages has in progress. It may be more than its targets, because some things need others. */
function unforeseen({ running = [], stages = [] }: RunProgress): WorkTarget[] {
  return running.flatMap((target, index) => {
    const stage = [...TELLING].find((each) => each === stages[index]);
    return stage === undefined ? [] : [{ stage, target }];
  });
}

/**
 * The types and modules that a task runs. `openType` is the type of the file in the editor, for a task of the open file.
 */
export function targetsOf(task: ItkWrapTask, model: RunTargets, openType?: string): WorkTarget[] {
  const { action } = task;
  switch (action) {
    case 'castxml':
    case 'swig':
      return typesOf(task, model, openType).map((target) => ({ stage: action, target }));
    case 'build':
      return stagesOf(task, model, openType);
    case 'igenerator':
    case 'repair':
      return modulesOf(task, model, openType).map((target) => ({ stage: 'igenerator', target }));
    case 'pyi':
      return model.allModules().map(({ name }) => ({ stage: 'stubs', target: name }));
    case 'configure':
      return [];
  }
}

/** What `itk-wrap build` runs as far as the states tell. It may run more, because the types need other modules. */
function stagesOf(task: ItkWrapTask, model: RunTargets, open?: string): WorkTarget[] {
  const { wrapType, module, target = 'stale' } = task;
  // What was never made has not changed.
  const isChanged = target === 'stale' && wrapType === undefined && module === undefined;
  const made = new Set(
    model.allTypes().flatMap((type) => (type.xmlState === 'missing' ? [] : [type.module])),
  );
  const names = new Set(typesOf(isChanged ? { ...task, target: 'all' } : task, model, open));
  const types = model
    .allTypes()
    .filter((type) => names.has(type.name) && (!isChanged || made.has(type.module)));
  const xmls = types.filter(needsCastxml);
  const changed = new Set(xmls.map((type) => type.module));
  for (const one of model.allModules())
    if (needsIgenerator(one) && !(isChanged && one.state === 'never-run')) changed.add(one.name);
  const modules = [...new Set(types.map((type) => type.module))].filter((name) => changed.has(name));
  const swig = types.filter(
    ({ swigState }) => swigState === 'stale' || (!isChanged && swigState === 'missing'),
  );
  const as =
    (stage: WorkTarget['stage']) =>
    (name: string): WorkTarget => ({ stage, target: name });
  return [
    ...xmls.map(({ name }) => name).map(as('castxml')),
    ...modules.map(as('igenerator')),
    ...swig.map(({ name }) => name).map(as('swig')),
  ];
}

function typesOf(
  { action, wrapType, module, target }: ItkWrapTask,
  model: RunTargets,
  open?: string,
): string[] {
  const types = [wrapType ?? []].flat();
  const modules = [module ?? []].flat();
  if (types.length + modules.length > 0) {
    const own = model.allTypes().filter((type) => modules.includes(type.module));
    return [...new Set([...types, ...own.map(({ name }) => name)])];
  }
  const wanted = target ?? (action === 'swig' ? 'openFile' : 'stale');
  if (wanted === 'openFile') return open === undefined ? [] : [open];
  const all = model.allTypes();
  return (wanted === 'all' ? all : all.filter(needsCastxml)).map(({ name }) => name);
}

function modulesOf(
  { action, wrapType, module, target }: ItkWrapTask,
  model: RunTargets,
  open?: string,
): string[] {
  const types = [wrapType ?? (target === 'openFile' ? (open ?? []) : [])].flat();
  const named = [...[module ?? []].flat(), ...types.flatMap((name) => model.type(name)?.module ?? [])];
  if (named.length > 0 || target === 'openFile') return [...new Set(named)];
  const needed = action === 'repair' ? needsRepair : needsIgenerator;
  const all = model.allModules();
  return (target === 'all' ? all : all.filter(needed)).map(({ name }) => name);
}
