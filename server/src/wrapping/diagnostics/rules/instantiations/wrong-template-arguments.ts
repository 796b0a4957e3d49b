import * as l10n from '@vscode/l10n';
import { templateArguments } from '../../../../build/inputs/castxml-cxx';
import { plural } from '../../../../shared/l10n/localized-plural';
import { sentences } from '../../../../shared/l10n/sentences';
import {
  kindOfArgument,
  type TemplateParameter,
  templateParameters,
} from '../../../headers/template-parameters';
import { EMPTY_ARGUMENT } from '../../../index/type-names';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import type { Rule } from '../../rule';

export const wrongTemplateArguments: Rule = {
  code: 'wrong-template-arguments',
  defaultSeverity: 'error',
  summary: 'The class takes other template arguments.',
  documentation:
    'Their number is compared with the template parameters in the header, and also whether they are types or numbers. castxml stops with “too few template arguments” or a similar error. Found by the evaluation. Not reported for a class that is declared several times with different parameters.',
  scripts: 'wrap',
  explainedBy: ['undefined-type', 'empty-template-argument'],

  onScript: ({ file, generated, index }) =>
    (generated ?? []).flatMap(({ range, instantiations }) => {
      for (const { className, cppType } of instantiations) {
        const wrong = wrongArguments(index, className, cppType);
        if (wrong !== null)
          return [
            {
              message: sentences(wrong.message, l10n.t('castxml will stop here.')),
              location: { file, range },
              related: [{ location: wrong.declared, message: `template <${wrong.template}>` }],
            },
          ];
      }
      return [];
    }),
};

function wrongArguments(index: WorkspaceIndex, className: string, cppType: string) {
  const found = index.classNamed(className);
  const template = index.templateOf(className);
  if (found === undefined || template === undefined || EMPTY_ARGUMENT.test(cppType)) return null;
  const args = templateArguments(cppType).filter((argument) => argument !== '');
  // An undefined variable leaves no argument at all. Another rule reports it.
  if (args.length === 0) return null;
  const message =
    template === null
      ? args.length > 0
        ? l10n.t('{0} is not a template, but gets arguments: {1}.', className, cppType)
        : null
      : problemOf(className, templateParameters(template), args);
  if (message === null) return null;
  const at = { line: found.line, character: found.character };
  return {
    message,
    template: template ?? '',
    declared: { file: found.file, range: { start: at, end: at } },
  };
}

function problemOf(
  className: string,
  parameters: readonly TemplateParameter[],
  args: readonly string[],
): string | null {
  const isOpen = parameters.some(({ isPack }) => isPack);
  const least = parameters.filter((one) => one.default === null && !one.isPack).length;
  if (args.length < least || (args.length > parameters.length && !isOpen)) return wrongNumber();
  if (isOpen) return null;
  for (const [n, argument] of args.entries()) {
    const { kind } = parameters[n]!;
    const given = kindOfArgument(argument);
    if (kind === 'type' && given === 'number')
      return l10n.t('Argument {0} of {1} is a type, but it gets the number {2}.', n + 1, className, argument);
    if (kind === 'number' && given === 'type')
      return l10n.t('Argument {0} of {1} is a number, but it gets the type {2}.', n + 1, className, argument);
  }
  return null;

  function wrongNumber(): string {
    const given = plural(args.length, l10n.t('1 is given'), l10n.t('{0} are given', args.length));
    const most = parameters.length;
    if (isOpen || least === most)
      return plural(
        least,
        l10n.t('{0} takes 1 template argument, but {1}.', className, given),
        l10n.t('{0} takes {1} template arguments, but {2}.', className, least, given),
      );
    return l10n.t('{0} takes {1} to {2} template arguments, but {3}.', className, least, most, given);
  }
}
