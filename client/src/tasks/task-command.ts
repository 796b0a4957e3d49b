import * as vscode from 'vscode';
import type { PipelineModel } from '../pipeline-model';
import type { AnyTask, ItkWrapTask } from './task-definition';

/** The arguments of `itk-wrap` for a task, or a message that says why it cannot be run. */
export type CommandLine = { args: string[] } | { problem: string };

/** The name of a task in the list of tasks. */
export function taskName(task: AnyTask): string {
  const { action } = task;
  if (action === 'doctor') return vscode.l10n.t('Check of this machine');
  const { wrapType, module, target } = task as ItkWrapTask;
  const names = [wrapType ?? module ?? []].flat();
  if (names.length > 3) return `${action} ${names.slice(0, 2).join(', ')} … (${names.length})`;
  const what = names.length > 0 ? names.join(', ') : targetName(action, target);
  return what ? `${action} ${what}` : action;
}

/** The actions that take `target`. */
const SELECTING: ReadonlySet<AnyTask['action']> = new Set(['build', 'castxml', 'igenerator', 'swig']);

function targetName(action: AnyTask['action'], target: ItkWrapTask['target']): string {
  if (!SELECTING.has(action)) return '';
  const names = {
    openFile: vscode.l10n.t('of the open file'),
    stale: vscode.l10n.t('what changed'),
    all: vscode.l10n.t('everything'),
  };
  return names[target ?? defaultTarget(action)];
}

const defaultTarget = (action: AnyTask['action']): 'stale' | 'openFile' =>
  action === 'swig' ? 'openFile' : 'stale';

/** The arguments of `itk-wrap` for a task. `open` is the file in the editor. */
export function commandLine(task: AnyTask, model: PipelineModel, open: vscode.Uri | undefined): CommandLine {
  const build = model.view.build;
  const buildArgs = build ? ['--build', build.dir] : [];
  switch (task.action) {
    case 'setup':
      return { args: ['setup', ...buildArgs] };
    case 'setup-undo':
      return { args: ['setup', '--undo', ...buildArgs] };
    case 'doctor':
      return { args: ['doctor', ...buildArgs] };
    case 'verify':
      return { args: ['cache', 'verify'] };
    case 'evict':
      return { args: ['cache', 'evict', '--force', '--days', String(task.days)] };
    case 'bench':
      return { args: ['bench', ...buildArgs, '--types', String(task.types), '--out', task.out] };
    case 'timings':
      return { args: ['timings', ...buildArgs, '--out', task.out] };
    case 'repair-damaged':
      return { args: ['repair', '--remove-damaged', ...listed('--module', task.module), ...buildArgs] };
    case 'configure-with':
      return { args: ['configure', ...task.options.flatMap((option) => ['-D', option]), ...buildArgs] };
    case 'repair': {
      const modules = [task.module ?? []].flat();
      return {
        args: ['repair', ...(modules.length > 0 ? listed('--module', modules) : ['--all']), ...buildArgs],
      };
    }
    case 'pyi':
    case 'configure':
      return { args: [task.action, ...buildArgs] };
    case 'swig': {
      const chosen = selection(task, model, open);
      return 'problem' in chosen ? chosen : { args: ['build', '--to', 'cpp', ...chosen.args, ...buildArgs] };
    }
    case 'build':
    case 'castxml':
    case 'igenerator': {
      const chosen = selection(task, model, open);
      if ('problem' in chosen) return chosen;
      const hasJobs = task.action !== 'igenerator' && task.jobs !== undefined;
      const options = [
        ...(task.action === 'build' ? ['--fill-cache'] : []),
        ...(hasJobs ? ['--jobs', String(task.jobs)] : []),
      ];
      return { args: [task.action, ...chosen.args, ...options, ...buildArgs] };
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
    // igenerator runs for a whole module, so a type stands for its module.
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
          'The open file does not belong to a wrapped type of this build. Open a .wrap file, or name a type.',
        ),
      };
    return { args: action === 'igenerator' ? ['--module', type.module] : ['--type', type.name] };
  }
  return { args: [action === 'swig' || action === 'build' ? '--changed' : '--stale'] };
}

const listed = (option: string, names: readonly string[]): string[] =>
  names.length > 0 ? [option, ...names] : [];
