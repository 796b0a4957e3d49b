import type { CodeLens, Command } from 'vscode-languageserver';
import type { Instantiation } from '../../shared/type-state';
import type { ModuleStatus, TypeState } from '../../shared/type-state';
import { configureLabel, moduleStateLabel, stateLabel } from '../../shared/vocabulary';
import { missReasonText } from '../../shared/reasons';
import { commands } from '../../shared/protocol';
import { oneLine } from '../../shared/plain-text';
import { plural } from '../../shared/plural';
import type { FileFacts } from '../../wrapping/index/script-facts';
import { toUri } from '../translate/to-protocol';

/** On each class: its state and instantiations; on the first also what can be run. */
export function codeLenses(
  facts: FileFacts,
  type: TypeState | undefined,
  module: ModuleStatus | undefined,
): CodeLens[] {
  if (!type) return [];
  const many = facts.classes.length > 3;
  return facts.classes.flatMap(({ className, command: { range } }, n) => {
    const own = type.instantiations.filter((instantiation) => instantiation.className === className);
    if (n > 0 && many) return own.length > 0 ? [lens(range, instantiations(own, type))] : [];
    const reason = type.reason ? `: ${oneLine(missReasonText(type.reason))}` : '';
    const state = `${stateLabel(type.state)}${reason}`;
    const lenses = [
      lens(range, {
        title: state,
        command: commands.showGraph,
        arguments: [{ module: type.module, type: type.name }],
      }),
      lens(range, instantiations(own, type)),
    ];
    if (n > 0) return lenses;
    if (type.configure)
      lenses.push(
        lens(range, {
          title: `$(sync) ${configureLabel(type.configure)}`,
          command: commands.configure,
          arguments: [],
        }),
      );
    lenses.push(
      lens(range, {
        title: '$(play) castxml',
        command: commands.runCastxml,
        arguments: [{ type: type.name }],
      }),
      lens(range, {
        title:
          module && module.state !== 'complete'
            ? `$(gear) igenerator (${moduleStateLabel(module)})`
            : '$(gear) igenerator',
        command: commands.runIgenerator,
        arguments: [{ module: type.module }],
      }),
      lens(range, {
        title: '$(question) explain',
        command: commands.explain,
        arguments: [{ type: type.name }],
      }),
    );
    return lenses;
  });
}

function instantiations(own: readonly Instantiation[], type: TypeState): Command {
  const title = plural(own.length, 'instantiation');
  return { title, command: commands.openFile, arguments: [toUri(type.cxx)] };
}

const lens = (range: CodeLens['range'], command: Command): CodeLens => ({ range, command });
