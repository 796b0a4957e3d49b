import * as l10n from '@vscode/l10n';
import { templateArguments } from '../../../../build/inputs/castxml-cxx';
import { plural } from '../../../../shared/l10n/localized-plural';
import type { Location } from '../../../../shared/text-range';
import { sentences } from '../../../../shared/l10n/sentences';
import {
  kindOfArgument,
  type TemplateParameter,
  templateParameters,
} from '../../../headers/template-parameters';
import { EMPTY_ARGUMENT } from '../../../index/type-names';
import { classAt } from '../../../index/wrapped-classes';
import type { WorkspaceIndex } from '../../../index/workspace-index';
import type { Rule } from '../../rule';

export const wrongTemplateArguments: Rule = {
  code: 'wrong-template-arguments',
  defaultSeverity: 'error',
  summary: 'The class takes other template arguments.',
  documentation:
    'Their number is compared with the template parameters in the header, and also whether they are types or numbers, for the class and for the classes in its arguments. Brackets that do not match are found, too. castxml stops with “too few template arguments” or a similar error. Found by the evaluation. Not reported for a class that is declared several times with different parameters.',
  scripts: 'wrap',
  explainedBy: ['undefined-type', 'empty-template-argument'],

  onScript({ facts, file, generated, index }) {
    const known = new Map<string, Wrong | null>();
    return (generated ?? []).flatMap(({ range, instantiations }) => {
      const isSimple = /_simple_/i.test(classAt(facts.classes, range.start)?.command.name ?? '');
      for (const { className, cppType } of instantiations) {
        // An undefined variable leaves no argument at all. Another rule reports it.
        if (cppType === className && !isSimple) continue;
        const wrong = wrongArguments(index, className, cppType, known);
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
    });
  },
};

interface Wrong {
  message: string;
  /** The template parameters of the class. Empty if it is not a template. */
  template: string;
  declared: Location;
}

/**
 * What is wrong with the arguments of a class, or of a class in them. Null if nothing is, or if the headers do not say.
 * @param known the results for arguments, which many instantiations share
 */
function wrongArguments(
  index: WorkspaceIndex,
  className: string,
  cppType: string,
  known: Map<string, Wrong | null>,
): Wrong | null {
  const found = index.classNamed(className);
  const template = index.templateOf(className);
  if (found === undefined || template === undefined || EMPTY_ARGUMENT.test(cppType)) return null;
  // Comparisons and arrows are no brackets.
  if (/[()]|->|[<>]=/.test(cppType)) return null;
  const at = { line: found.line, character: found.character };
  const declared = { file: found.file, range: { start: at, end: at } };
  const wrong = (message: string): Wrong => ({ message, template: template ?? '', declared });
  if (!hasMatchingBrackets(cppType)) return wrong(l10n.t('The angle brackets of {0} do not match.', cppType));
  const args = templateArguments(cppType).filter((argument) => argument !== '');
  if (args.length === 0)
    return template !== null && cppType === className
      ? wrong(l10n.t('{0} is a template, but gets no arguments.', className))
      : null;
  if (template === null)
    return wrong(l10n.t('{0} is not a template, but gets arguments: {1}.', className, cppType));
  const parameters = templateParameters(template);
  const message = problemOf(className, parameters, args);
  if (message !== null) return wrong(message);
  for (const [n, argument] of args.entries()) {
    const inner = classIn(argument);
    // The name of a template alone may be the argument of a template parameter.
    if (inner === null || (inner.args === '' && parameters[n]?.kind !== 'type')) continue;
    const text = inner.className + inner.args;
    let nested = known.get(text);
    if (nested === undefined) known.set(text, (nested = wrongArguments(index, inner.className, text, known)));
    if (nested !== null) return nested;
  }
  return null;
}

/** The class that an argument is, with its own arguments if it has any. Null for a member of a class, and for anything else. */
function classIn(argument: string): { className: string; args: string } | null {
  const plain = argument
    .replace(/^const /, '')
    .replace(/ const$/, '')
    .trim();
  const [, className, args = ''] = />\s*::/.test(plain) ? [] : (CLASS.exec(plain) ?? []);
  return className === undefined ? null : { className, args };
}

const CLASS = /^(?:::)?([A-Za-z_][\w:]*)\s*(<[^]*>)?$/;

/** Whether each bracket has its counterpart. */
function hasMatchingBrackets(text: string): boolean {
  let depth = 0;
  for (const mark of text) {
    if (mark === '<') depth++;
    else if (mark === '>' && --depth < 0) return false;
  }
  return depth === 0;
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
