import type { RunningWork } from '../../../server/src/graph/pipeline-facts';
import type { Run, WorkTarget } from './runs';
import { needsCastxml, needsIgenerator, needsRepair } from '../../../server/src/shared/states/counts';
import type { ModuleView, TypeView } from '../../../server/src/shared/protocol';
import type { ItkWrapTask } from './task-definition';

/** The part of the model that decides what a task runs. */
export interface RunTargets {
  allTypes(): readonly Pick<TypeView, 'name' | 'module' | 'state' | 'xmlState'>[];
  allModules(): readonly Pick<ModuleView, 'name' | 'state'>[];
  type(name: string): Pick<TypeView, 'module'> | undefined;
}

/** The stages whose runs tell which items are in progress. */
const TELLING: ReadonlySet<RunningWork['stage']> = new Set(['castxml', 'igenerator']);

/** What a run has in progress and what is queued. What it has done is omitted. */
export function workOf({
  state,
  progress,
  targets,
  ended,
}: Pick<Run, 'state' | 'progress' | 'targets' | 'ended'>): RunningWork[] {
  if (state === 'waiting') return targets.map((target) => ({ ...target, queued: true }));
  const running = new Set(progress?.running);
  return targets.flatMap((one): RunningWork[] => {
    if (running.has(one.target) || !TELLING.has(one.stage)) return [{ ...one, queued: false }];
    return state === 'running' && !ended.has(one.target) ? [{ ...one, queued: true }] : [];
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
    case 'igenerator':
    case 'repair':
      return modulesOf(task, model, openType).map((target) => ({ stage: 'igenerator', target }));
    case 'pyi':
      return model.allModules().map(({ name }) => ({ stage: 'stubs', target: name }));
    case 'configure':
      return [];
  }
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
  const wanted = target ?? (action === 'castxml' ? 'stale' : 'openFile');
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
