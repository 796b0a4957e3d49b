import * as vscode from 'vscode';
import { plural } from '../../../server/src/shared/l10n/localized-plural';
import { needsRepair } from '../../../server/src/shared/states/counts';
import { confirmInDialog, showInfo } from '../ui/notify';
import type { CommandContext } from './context';
import { moduleOf, type Target } from './pick-type';
import { runTask } from './run-task';

/**
 * Lets the build make the missing files of the target's module again. Without a target, repairs in one run all modules that
 * lack a stamp or pkl files.
 */
export async function repairStamps(all: CommandContext, target: Target): Promise<void> {
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
