import * as l10n from '@vscode/l10n';
import { type InlayHint, InlayHintKind } from 'vscode-languageserver';
import type { Command } from '../../cmake/syntax/ast';
import { contains, overlaps, visitCommands } from '../../cmake/syntax/visit';
import { emptyText } from './hover/symbol-docs';
import { instantiationsOf } from '../../shared/states/counts';
import { shownCost } from '../../pipeline/costs/shown-cost';
import { costText } from '../../shared/l10n/cost-text';
import { code, escape } from '../../shared/markdown';
import { oneLine } from '../../shared/plain-text';
import type { Range } from '../../shared/text-range';
import type { FileContext } from '../session/file-context';

/** The kinds of hints to show. */
export interface InlayHintSettings {
  /** The number of instantiations that each line generates. */
  counts: boolean;
  /** The values that a loop iterates over. */
  loopValues: boolean;
  /** The names of a macro's parameters, before its arguments. */
  parameterNames: boolean;
}

const SHOWN_VALUES = 8;
/** The maximum length of a hint, which is shown in the middle of a line. */
const LABEL_LIMIT = 80;

/** The hints for the lines in `within`. */
export function inlayHints(context: FileContext, within: Range, settings: InlayHintSettings): InlayHint[] {
  return [
    ...(settings.parameterNames ? parameterNames(context, within) : []),
    ...(settings.counts ? counts(context, within) : []),
    ...(settings.loopValues ? loopValues(context, within) : []),
  ];
}

function parameterNames({ script, index, file }: FileContext, within: Range): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const { command } of visitCommands(script.statements)) {
    if (!overlaps(command.range, within)) continue;
    const definition = index.definitionFor(command.name, file);
    if (!definition || definition.parameters.length < 2) continue;
    for (const [n, argument] of command.args.entries()) {
      const name = definition.parameters[n];
      if (name === undefined || saysItself(argument.text, name)) continue;
      hints.push({
        position: argument.range.start,
        label: `${oneLine(name, LABEL_LIMIT)}:`,
        kind: InlayHintKind.Parameter,
        paddingRight: true,
      });
    }
  }
  return hints;
}

/** Whether the argument is a variable with the parameter's own name, so that it needs no hint. */
const saysItself = (text: string, name: string): boolean =>
  text.replace(/^\$\{|\}$/g, '').toLowerCase() === name.toLowerCase();

function counts({ evaluation, facts, file, type, costs }: FileContext, within: Range): InlayHint[] {
  const lines = evaluation?.generatedBy(file);
  const costOf = (instantiations: number): string => {
    const cost = shownCost({ type: type?.name ?? null, instantiations }, costs);
    return cost === null ? '' : costText(cost);
  };
  if (lines)
    return lines
      .filter(({ range }) => overlaps(range, within))
      .map(({ range, instantiations }) =>
        count(
          range,
          instantiations.length,
          instantiations.map(({ name }) => name),
          costOf(instantiations.length),
        ),
      );
  // Without an evaluation, the counts come from the generated source.
  if (!type || type.instantiations.length === 0) return [];
  return facts.classes
    .filter(({ command }) => overlaps(command.range, within))
    .map(({ command, className }) => {
      const own = instantiationsOf(type, className);
      return count(
        command.range,
        own.length,
        own.map(({ name }) => name),
        costOf(own.length),
      );
    });
}

function count(range: Range, number: number, names: readonly string[], cost: string): InlayHint {
  const shown = names.slice(0, SHOWN_VALUES).map((name) => code(name));
  const more = names.length > shown.length ? [l10n.t('… and {0} more', names.length - shown.length)] : [];
  return {
    position: range.end,
    label: `${number} ×`,
    paddingLeft: true,
    tooltip: {
      kind: 'markdown',
      value:
        [...(cost === '' ? [] : [escape(cost)]), ...shown, ...more].join('  \n') ||
        l10n.t('This line generates nothing.'),
    },
  };
}

function loopValues({ evaluation, script, file }: FileContext, within: Range): InlayHint[] {
  const loops = evaluation?.loopsOf(file) ?? [];
  return loops
    .filter(({ range }) => overlaps(range, within))
    .flatMap(({ range, values }) => {
      const opening = loopAt(script.statements, range);
      // `foreach(d 2 3)` already shows its values.
      if (
        opening &&
        opening.args.slice(1).every(({ references }) => references.length === 0) &&
        values.length < SHOWN_VALUES
      )
        return [];
      const shown = oneLine(values.slice(0, SHOWN_VALUES).join(' '), LABEL_LIMIT);
      const more = values.length > SHOWN_VALUES ? ` … (${values.length})` : '';
      return [{ position: range.end, label: `= ${shown || emptyText()}${more}`, paddingLeft: true }];
    });
}

function loopAt(statements: FileContext['script']['statements'], range: Range): Command | undefined {
  for (const { command } of visitCommands(statements))
    if (contains(command.range, range.start)) return command;
  return undefined;
}
