import type { Finding } from '../../diagnostic';
import { changeTo } from '../../fixes';
import { nearMisses } from '../../near-miss';
import type { Rule } from '../../rule';
import { didYouMean } from '../../wording';
import { classesWithoutOwnHeader } from './classes-without-header';

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
          message: `No header in the workspace defines ${className}. castxml will stop.${didYouMean(near)}`,
          location: { file, range: nameRange },
          fixes: near.map((other) => changeTo(other, nameRange)),
        },
      ];
    }),
};
