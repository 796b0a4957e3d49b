import * as vscode from 'vscode';
import { countHits } from '../../../server/src/shared/states/counts';
import { commands } from '../../../server/src/shared/protocol';
import type { Row } from '../views/modules-view';
import type { ItkWrapTask } from '../tasks/task-definition';
import { confirmInDialog } from '../ui/notify';
import { type CommandContext, register } from './context';
import { pickModule, pickTypes, type Target } from './pick-type';
import { runTask } from './run-task';
import { repairStamps } from './repair';

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
      if (module) await run({ action: 'build', module });
    },
    'itkWrapping.rebuildChanged': async () => {
      // In a build in which nothing was made yet, everything is new.
      const isEmpty = all.model.allTypes().every(({ xmlState }) => xmlState === 'missing');
      if (!isEmpty) await run({ action: 'build', target: 'stale' });
      else if (await mayRunAll(all)) await run({ action: 'build', target: 'all' });
    },
    'itkWrapping.rebuildAll': async () => {
      if (await mayRunAll(all)) await run({ action: 'build', target: 'all' });
    },
    [commands.repair]: (target: Target) => repairStamps(all, target),
    'itkWrapping.cancelRuns': () => {
      for (const each of [...all.runs.all].reverse()) each.cancel();
    },
  });
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
