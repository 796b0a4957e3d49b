import * as vscode from 'vscode';
import type { PipelineModel } from './pipelineModel';

/** What people write in tasks.json. */
export const taskActions = ['castxml', 'igenerator', 'repair', 'swig', 'pyi', 'configure'] as const;
/** What commands run besides, in the same terminals and the same queue. */
const ownActions = ['setup', 'setup-undo', 'verify', 'evict', 'bench'] as const;
export type TaskAction = (typeof taskActions)[number] | (typeof ownActions)[number];

/** `{ "type": "itkWrap", "action": "castxml", "wrapType": "itkFoo" }`: package.json has the schema. */
export interface ItkWrapTask extends vscode.TaskDefinition {
  type: 'itkWrap';
  action: TaskAction;
  /** One or more wrapped types. */
  wrapType?: string | string[];
  /** One or more modules: all of their types. */
  module?: string | string[];
  /** Where neither is named. Default: `stale` for castxml and igenerator, `openFile` for swig. */
  target?: 'openFile' | 'stale' | 'all';
  /** How many castxml at a time. Default: as many as there are processors. */
  jobs?: number;
}

/** A definition as arguments of `itk-wrap`, or why it cannot be run, in words for a person. */
export type CommandLine = { args: string[] } | { problem: string };

/** Reads a definition of whatever shape; null where it is none of ours. */
export function readDefinition(raw: vscode.TaskDefinition): ItkWrapTask | null {
  const definition = raw as Partial<ItkWrapTask>;
  const actions: readonly string[] = [...taskActions, ...ownActions];
  return definition.type === 'itkWrap' && actions.includes(definition.action ?? '')
    ? (definition as ItkWrapTask)
    : null;
}

/** The name of a task in the list of tasks. */
export function taskName(definition: ItkWrapTask): string {
  const { action, wrapType, module, target } = definition;
  const names = [wrapType ?? module ?? []].flat();
  if (names.length > 3) return `${action} ${names.slice(0, 2).join(', ')} … (${names.length})`;
  const what = names.length > 0 ? names.join(', ') : targetName(action, target);
  return what ? `${action} ${what}` : action;
}

function targetName(action: TaskAction, target: ItkWrapTask['target']): string {
  if (!takesTarget(action)) return '';
  const names = {
    openFile: vscode.l10n.t('of the open file'),
    stale: vscode.l10n.t('what changed'),
    all: vscode.l10n.t('everything'),
  };
  return names[target ?? defaultTarget(action)];
}

const takesTarget = (action: TaskAction): boolean => ['castxml', 'igenerator', 'swig'].includes(action);
const defaultTarget = (action: TaskAction): 'stale' | 'openFile' =>
  action === 'swig' ? 'openFile' : 'stale';

/** The arguments of `itk-wrap` for a definition; `open` is the file in the editor. */
export function commandLine(
  definition: ItkWrapTask,
  model: PipelineModel,
  open: vscode.Uri | undefined,
): CommandLine {
  const build = model.view.build;
  const buildArgs = build ? ['--build', build.dir] : [];
  switch (definition.action) {
    case 'setup':
      return { args: ['setup', ...buildArgs] };
    case 'setup-undo':
      return { args: ['setup', '--undo', ...buildArgs] };
    case 'verify':
      return { args: ['cache', 'verify'] };
    case 'evict':
      return { args: ['cache', 'evict', '--force', ...((definition.evict as string[] | undefined) ?? [])] };
    case 'repair': {
      const modules = [definition.module ?? []].flat();
      return {
        args: ['repair', ...(modules.length > 0 ? listed('--module', modules) : ['--all']), ...buildArgs],
      };
    }
    case 'bench':
      return {
        args: [
          'bench',
          ...buildArgs,
          ...['--types', String(definition.types as number), '--out', definition.out as string],
        ],
      };
    case 'pyi':
    case 'configure':
      return { args: [definition.action, ...buildArgs] };
    default: {
      const chosen = selection(definition, model, open);
      if ('problem' in chosen) return chosen;
      const jobs =
        definition.action === 'castxml' && Number.isInteger(definition.jobs) && Number(definition.jobs) > 0
          ? ['--jobs', String(definition.jobs)]
          : [];
      return { args: [definition.action, ...chosen.args, ...jobs, ...buildArgs] };
    }
  }
}

function selection(
  { action, wrapType, module, target = defaultTarget(action) }: ItkWrapTask,
  model: PipelineModel,
  open: vscode.Uri | undefined,
): CommandLine {
  const types = [wrapType ?? []].flat();
  const modules = [module ?? []].flat();
  if (types.length + modules.length > 0) {
    if (action !== 'igenerator')
      return { args: [...listed('--type', types), ...listed('--module', modules)] };
    // igenerator has a module for its unit, so of a type it is the type's.
    const own = types.flatMap((name) => model.type(name)?.module ?? []);
    const all = [...new Set([...modules, ...own])];
    if (all.length > 0) return { args: listed('--module', all) };
    return { problem: vscode.l10n.t('This build has no type {0}.', types.join(', ')) };
  }
  if (target === 'all') return { args: ['--all'] };
  if (target === 'openFile') {
    const type = open && model.typeOfUri(open);
    if (!type)
      return {
        problem: vscode.l10n.t(
          'The open file belongs to no wrapped type of this build. Open a .wrap file, or name a type.',
        ),
      };
    return { args: action === 'igenerator' ? ['--module', type.module] : ['--type', type.name] };
  }
  if (action === 'swig')
    return {
      problem: vscode.l10n.t(
        'swig has no “stale”: ninja decides what to run. Name a type or a module, or take “all”.',
      ),
    };
  return { args: ['--stale'] };
}

const listed = (option: string, names: readonly string[]): string[] =>
  names.length > 0 ? [option, ...names] : [];
