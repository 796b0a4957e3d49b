import * as l10n from '@vscode/l10n';
import type { CodeLens, Command } from 'vscode-languageserver';
import type { ModuleStatus, TypeState } from '../../shared/type-state';
import { configureLabel, instantiationsText, moduleStateLabel, stateLabel } from '../../shared/vocabulary';
import { missReasonText } from '../../shared/reasons';
import { commands } from '../../shared/protocol';
import type { BuildCosts } from '../../pipeline/costs/build-costs';
import { shownCost } from '../../pipeline/costs/shown-cost';
import { durationText } from '../../shared/timings/duration-text';
import { oneLine } from '../../shared/plain-text';

import type { FileFacts } from '../../wrapping/index/script-facts';
import type { GeneratedByLine } from '../evaluation/evaluation-messages';
import { toUri } from '../translate/to-protocol';
import { instantiationsOfClass } from '../evaluation/class-instantiations';

/** What the lenses of a `.wrap` file need. */
export interface LensContext {
  facts: FileFacts;
  /** The type in the active build. */
  type: TypeState | undefined;
  module: ModuleStatus | undefined;
  /** What each command of the file generates, if an evaluation knows it. */
  generated?: readonly GeneratedByLine[] | null;
  /** Whether the active build should have this file. */
  inBuild?: boolean;
  /** What the types cost in the build. */
  costs?: BuildCosts | null;
}

/**
 * Shows the state and the instantiations of each class. The first class also has the actions. A file that the build does
 * not have yet says so instead.
 * @param canRun whether the client runs our extension's commands. If it does not, lenses are only text
 */
export function codeLenses(context: LensContext, canRun: boolean): CodeLens[] {
  const { facts, type, module, generated, inBuild, costs = null } = context;
  const many = facts.classes.length > 3;
  const isNew = type === undefined;
  if (isNew && !inBuild) return [];
  return facts.classes.flatMap((wrapped, n) => {
    const own = instantiationsOfClass(wrapped, type, generated);
    const count: Command = {
      title: countAndCost(type, own.length, costs),
      ...(type ? { command: commands.openFile, arguments: [toUri(type.cxx)] } : { command: '' }),
    };
    const isShort = n > 0 && many;
    const counted = own.length > 0 || (!isNew && !isShort) ? [count] : [];
    const state = isShort ? [] : type ? [stateOf(type)] : n === 0 ? [configureNew()] : [];
    const words = [...state, ...counted];
    const titles = canRun ? words : words.map(({ title }) => ({ title: withoutIcon(title), command: '' }));
    const runs = canRun && type && n === 0 ? runsOf(type, module) : [];
    return [...titles, ...runs].map((command) => ({ range: wrapped.command.range, command }));
  });
}

function countAndCost(type: TypeState | undefined, count: number, costs: BuildCosts | null): string {
  const cost = shownCost({ type: type?.name ?? null, instantiations: count }, costs);
  const text = instantiationsText(count);
  if (cost === null) return text;
  // The hover says of which stages.
  return `${text}, ${cost.isAbout ? '≈ ' : ''}${durationText(cost.seconds)}`;
}

/** The state. A click explains it. */
function stateOf(type: TypeState): Command {
  const state = stateLabel(type.state);
  return {
    title: type.reason ? l10n.t('{0}: {1}', state, oneLine(missReasonText(type.reason))) : state,
    command: commands.explain,
    arguments: [{ type: type.name }],
  };
}

const configureNew = (): Command => ({
  title: withIcon('sync', l10n.t('new: configure to build it')),
  command: commands.configure,
  arguments: [],
});

function runsOf(type: TypeState, module: ModuleStatus | undefined): Command[] {
  const gaps = module && module.state !== 'complete' ? ` (${moduleStateLabel(module)})` : '';
  const configure = type.configure && {
    title: withIcon('sync', configureLabel(type.configure)),
    command: commands.configure,
    arguments: [],
  };
  return [
    ...(configure ? [configure] : []),
    { title: withIcon('play', 'castxml'), command: commands.runCastxml, arguments: [{ type: type.name }] },
    {
      title: withIcon('gear', `igenerator${gaps}`),
      command: commands.runIgenerator,
      arguments: [{ module: type.module }],
    },
    {
      title: withIcon('type-hierarchy', l10n.t('graph')),
      command: commands.showGraph,
      arguments: [{ module: type.module, type: type.name }],
    },
  ];
}

/** VS Code drops a plain space after an icon, so the words would touch it. */
const withIcon = (icon: string, words: string): string => `$(${icon})\u00a0${words}`;
const withoutIcon = (title: string): string => title.replace(/^\$\([\w-]+\)\u00a0/, '');
