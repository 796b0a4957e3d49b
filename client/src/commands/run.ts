import * as vscode from 'vscode';
import { countHits, needsRepair } from '../../../server/src/shared/states/counts';
import { commands } from '../../../server/src/shared/protocol';
import type { Row } from '../views/modules-view';
import { CANCELLED } from '../tasks/cancelled';
import { taskName } from '../tasks/task-command';
import type { AnyTask, ItkWrapTask } from '../tasks/task-definition';
import { plural } from '../../../server/src/shared/l10n/localized-plural';
import { confirmInDialog, showError, showInfo, showWarning } from '../ui/notify';
import { type CommandContext, register } from './context';
import { moduleOf, pickModule, pickTypes, type Target } from './pick';

/** Ask before running more types than this. */
const ASK_ABOVE = 50;

/** Registers the commands that run stages of the pipeline. Each run is a task in a terminal. */
export function registerRunCommands(all: CommandContext): void {
  const run = (definition: Omit<ItkWrapTask, 'type'>): Promise<boolean> =>
    runTask(all, { type: 'itkWrap', ...definition } as ItkWrapTask);
  const types = (target: Target, rows: readonly Row[] | undefined, title: string): Promise<string[]> =>
    pickTypes(all.model, target, rows, title);
  register(all, {
    [commands.runCastxml]: async (target: Target, rows?: Row[]) => {
      const wrapType = await types(target, rows, vscode.l10n.t('Run CastXML'));
      if (wrapType.length > 0) await run({ action: 'castxml', wrapType });
    },
    'itkWrapping.runCastxmlModule': async (target: Target) => {
      const module = await pickModule(all.model, target, vscode.l10n.t('Run CastXML for a module'));
      if (module) await run({ action: 'castxml', module });
    },
    [commands.runIgenerator]: async (target: Target) => {
      const module = await pickModule(all.model, target, vscode.l10n.t('Run igenerator'));
      if (module) await run({ action: 'igenerator', module });
    },
    'itkWrapping.runSwig': async (target: Target, rows?: Row[]) => {
      const wrapType = await types(target, rows, vscode.l10n.t('Run SWIG'));
      if (wrapType.length > 0) await run({ action: 'swig', wrapType });
    },
    'itkWrapping.runPyi': () => run({ action: 'pyi' }),
    'itkWrapping.configure': () => run({ action: 'configure' }),
    'itkWrapping.rebuildModule': async (target: Target) => {
      const module = await pickModule(all.model, target, vscode.l10n.t('Rebuild a module'));
      if (module && (await run({ action: 'castxml', module }))) await run({ action: 'igenerator', module });
    },
    'itkWrapping.rebuildChanged': async () => {
      if (await run({ action: 'castxml', target: 'stale' }))
        await run({ action: 'igenerator', target: 'stale' });
    },
    'itkWrapping.rebuildAll': async () => {
      if (!(await mayRunAll(all))) return;
      if (await run({ action: 'castxml', target: 'all' })) await run({ action: 'igenerator', target: 'all' });
    },
    [commands.repair]: (target: Target) => repairStamps(all, target),
    'itkWrapping.cancelRuns': () => {
      for (const each of [...all.runs.all].reverse()) each.cancel();
    },
  });
}

/** Runs a task to its end. Returns true if it succeeded. */
export async function runTask(all: CommandContext, definition: AnyTask): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    const manage = vscode.l10n.t('Manage Trust');
    const choice = await showWarning(
      vscode.l10n.t('This workspace is not trusted, so its build cannot be run.'),
      manage,
    );
    if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
    return false;
  }
  const code = await all.tasks.run(definition);
  if (code === 0) return true;
  if (code !== CANCELLED) void showFailure(definition, code);
  return false;
}

async function showFailure(definition: AnyTask, code: number): Promise<void> {
  const terminal = vscode.l10n.t('Show Terminal');
  const problems = vscode.l10n.t('Show Problems');
  const choice = await showError(
    vscode.l10n.t('{0} failed with exit code {1}. The terminal shows why.', taskName(definition), code),
    terminal,
    problems,
  );
  if (choice === terminal) await vscode.commands.executeCommand('workbench.action.terminal.focus');
  if (choice === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

async function mayRunAll({ model }: CommandContext): Promise<boolean> {
  const types = model.allTypes();
  const misses = types.length - countHits(types);
  if (misses <= ASK_ABOVE) return true;
  return confirmInDialog(
    vscode.l10n.t(
      '{0} of {1} types are not in the cache. CastXML takes a few seconds for each of them.',
      misses,
      types.length,
    ),
    vscode.l10n.t('Run Everything'),
  );
}

/** Asks before a file is removed that SQLite cannot read. Its keys are lost in any case. */
function mayRemove(damaged: readonly string[]): Promise<boolean> {
  return confirmInDialog(
    plural(
      damaged.length,
      vscode.l10n.t('SQLite cannot read a pkl database. Remove it and run igenerator again?'),
      vscode.l10n.t(
        'SQLite cannot read {0} pkl databases. Remove them and run igenerator again?',
        damaged.length,
      ),
    ),
    vscode.l10n.t('Remove and Repair'),
    damaged.join('\n'),
  );
}

/**
 * Lets the build make the missing files of the target's module again. Without a target, repairs in one run all modules that
 * lack a stamp or pkl files.
 */
async function repairStamps(all: CommandContext, target: Target): Promise<void> {
  const one = moduleOf(all.model, target);
  const lacking = all.model
    .allModules()
    .filter(needsRepair)
    .map(({ name }) => name);
  const module = one === undefined ? lacking : [one];
  if (module.length === 0) {
    void showInfo(vscode.l10n.t('Nothing to repair: no module lacks a stamp or a pkl file.'));
    return;
  }
  const damaged = [...new Set(module.flatMap((name) => all.model.module(name)?.damaged ?? []))];
  if (damaged.length > 0 && !(await mayRemove(damaged))) return;
  const action = damaged.length > 0 ? 'repair-damaged' : 'repair';
  if (await runTask(all, { type: 'itkWrap', action, module }))
    void showInfo(vscode.l10n.t('Repaired: {0}.', module.join(', ')));
}
