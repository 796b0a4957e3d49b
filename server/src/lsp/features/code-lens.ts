import * as l10n from '@vscode/l10n';
import type { CodeLens, Command } from 'vscode-languageserver';
import type { Instantiation } from '../../shared/type-state';
import type { ModuleStatus, TypeState } from '../../shared/type-state';
import { configureLabel, instantiationsText, moduleStateLabel, stateLabel } from '../../shared/vocabulary';
import { missReasonText } from '../../shared/reasons';
import { commands } from '../../shared/protocol';
import { oneLine } from '../../shared/plain-text';

import type { FileFacts } from '../../wrapping/index/script-facts';
import { toUri } from '../translate/to-protocol';

/**
 * Shows the state and the instantiations of each class. The first class also has the actions.
 * @param canRun whether the client runs our extension's commands. If it does not, lenses are only text
 */
export function codeLenses(
  facts: FileFacts,
  type: TypeState | undefined,
  module: ModuleStatus | undefined,
  canRun: boolean,
): CodeLens[] {
  if (!type) return [];
  const many = facts.classes.length > 3;
  return facts.classes.flatMap(({ className, command: { range } }, n) => {
    const own = type.instantiations.filter((instantiation) => instantiation.className === className);
    const count = instantiations(own, type);
    const isShort = n > 0 && many;
    const words = isShort ? (own.length > 0 ? [count] : []) : [stateOf(type), count];
    const titles = canRun ? words : words.map(({ title }) => ({ title, command: '' }));
    const runs = canRun && n === 0 ? runsOf(type, module) : [];
    return [...titles, ...runs].map((command) => ({ range, command }));
  });
}

function stateOf(type: TypeState): Command {
  const state = stateLabel(type.state);
  return {
    title: type.reason ? l10n.t('{0}: {1}', state, oneLine(missReasonText(type.reason))) : state,
    command: commands.showGraph,
    arguments: [{ module: type.module, type: type.name }],
  };
}

function instantiations(own: readonly Instantiation[], type: TypeState): Command {
  return { title: instantiationsText(own.length), command: commands.openFile, arguments: [toUri(type.cxx)] };
}

function runsOf(type: TypeState, module: ModuleStatus | undefined): Command[] {
  const gaps = module && module.state !== 'complete' ? ` (${moduleStateLabel(module)})` : '';
  const configure = type.configure && {
    title: `$(sync) ${configureLabel(type.configure)}`,
    command: commands.configure,
    arguments: [],
  };
  return [
    ...(configure ? [configure] : []),
    { title: '$(play) castxml', command: commands.runCastxml, arguments: [{ type: type.name }] },
    {
      title: `$(gear) igenerator${gaps}`,
      command: commands.runIgenerator,
      arguments: [{ module: type.module }],
    },
    {
      title: `$(question) ${l10n.t('explain')}`,
      command: commands.explain,
      arguments: [{ type: type.name }],
    },
  ];
}
