import * as l10n from '@vscode/l10n';
import type { Finding } from '../../diagnostic';
import { changeTo } from '../../fixes';
import { didYouMean, nearMisses } from '../../../../shared/near-miss';
import type { Rule } from '../../rule';
import { classesWithoutOwnHeader } from '../../findings/classes-without-header';
import { sentences } from '../../../../shared/l10n/sentences';

export const classNotFound: Rule = {
  code: 'class-not-found',
  defaultSeverity: 'warning',
  summary: 'No header defines this class, but one defines a class with a similar name.',
  documentation: '',
  repair: 'the similar names.',
  scripts: 'wrap',

  /** If a header is named after the class, a macro or an alias in it may define the class. */
  onScript: (context) =>
    classesWithoutOwnHeader(context).flatMap(({ className, nameRange }): Finding[] => {
      const { index, file } = context;
      if (index.classNamed(className) !== undefined) return [];
      const names = [...index.allClasses()].map(({ name }) => name);
      const near = nearMisses(className, names);
      if (near.length === 0) return [];
      return [
        {
          message: sentences(
            l10n.t('No header in the workspace defines {0}. castxml will stop.', className),
            didYouMean(near),
          ),
          location: { file, range: nameRange },
          fixes: near.map((other) => changeTo(other, nameRange)),
        },
      ];
    }),
};
