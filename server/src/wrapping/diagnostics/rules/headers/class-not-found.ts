import * as l10n from '@vscode/l10n';
import type { Finding } from '../../diagnostic';
import { changeTo } from '../../fixes';
import { didYouMean, nearMisses } from '../../../../shared/near-miss';
import type { Rule, ScriptContext } from '../../rule';
import { classesWithoutOwnHeader } from '../../findings/classes-without-header';
import { sentences } from '../../../../shared/l10n/sentences';

export const classNotFound: Rule = {
  code: 'class-not-found',
  defaultSeverity: 'warning',
  summary: 'No header defines this class, but one defines a class with a similar name.',
  documentation: 'The classes in template arguments are checked, too, once the wrapping is evaluated.',
  repair: 'the similar names.',
  scripts: 'wrap',

  /** If a header is named after the class, a macro or an alias in it may define the class. */
  onScript: (context) => [...wrappedClasses(context), ...classesInArguments(context)],
};

const wrappedClasses = (context: ScriptContext): Finding[] =>
  classesWithoutOwnHeader(context).flatMap(({ className, nameRange }): Finding[] => {
    const { index, file } = context;
    if (index.classNamed(className) !== undefined) return [];
    const names = [...index.allClasses()].map(({ name }) => name);
    const near = nearMisses(className, names);
    if (near.length === 0) return [];
    return [
      {
        message: sentences(notDefined(className), didYouMean(near)),
        location: { file, range: nameRange },
        fixes: near.map((other) => changeTo(other, nameRange)),
      },
    ];
  });

/** Templates of ITK in the arguments of instantiations, one finding for each command. */
function classesInArguments({ file, generated, index }: ScriptContext): Finding[] {
  // Otherwise the headers of ITK are not known.
  if (index.classNamed('itk::Object') === undefined) return [];
  const near = new Map<string, string[]>();
  const nearOf = (name: string): string[] => {
    const known = near.get(name);
    if (known) return known;
    const isKnown = index.classNamed(name) !== undefined || index.hasAlias(name);
    const found = isKnown
      ? []
      : nearMisses(
          name,
          index.allClasses().map((one) => one.name),
        );
    near.set(name, found);
    return found;
  };
  return (generated ?? []).flatMap(({ range, instantiations }): Finding[] => {
    for (const { cppType } of instantiations)
      for (const [, name = ''] of cppType.slice(cppType.indexOf('<') + 1).matchAll(TEMPLATE)) {
        const [best] = nearOf(name);
        if (best !== undefined)
          return [{ message: sentences(notDefined(name), didYouMean([best])), location: { file, range } }];
      }
    return [];
  });
}

const TEMPLATE = /\b(itk(?:::\w+)+)\s*</g;

const notDefined = (className: string): string =>
  l10n.t('No header in the workspace defines {0}. castxml will stop.', className);
