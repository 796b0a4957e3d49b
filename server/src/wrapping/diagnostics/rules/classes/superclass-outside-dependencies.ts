import { dependsFix } from '../../fixes';
import type { Rule } from '../../rule';
import { SWIG_401 } from '../../wording';
import { unwrappedSuperclasses } from './superclasses';

export const superclassOutsideDependencies: Rule = {
  code: 'superclass-outside-dependencies',
  defaultSeverity: 'warning',
  summary: 'The superclass is wrapped in a module that this module does not depend on.',
  documentation: 'SWIG’s warning 401 again. Found by the evaluation.',
  repair: 'add it to the DEPENDS of the module.',
  scripts: 'wrap',

  onScript: (context) =>
    unwrappedSuperclasses(context).flatMap((unwrapped) => {
      if (unwrapped.reason !== 'outside-dependencies') return [];
      const { wrapped, superclass, module, needed, related } = unwrapped;
      const fix = dependsFix(context.index, module, needed);
      return [
        {
          message: `${superclass}, the superclass of ${wrapped.className}, is wrapped in ${needed}, which ${module} does not depend on. ${SWIG_401}`,
          location: { file: context.file, range: wrapped.nameRange },
          related,
          fixes: fix ? [fix] : [],
        },
      ];
    }),
};
