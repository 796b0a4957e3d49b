import * as l10n from '@vscode/l10n';
import { dependsFix } from '../../fixes';
import type { Rule } from '../../rule';
import { missingInstantiations } from '../../findings/instantiations/superclass-instantiations';
import { readable } from '../../../index/type-names';
import { swig401 } from '../../findings/swig-401';
import { unwrappedSuperclasses } from '../../findings/superclasses';
import { sentences } from '../../../../shared/l10n/sentences';

export const superclassOutsideDependencies: Rule = {
  code: 'superclass-outside-dependencies',
  defaultSeverity: 'warning',
  summary: 'The superclass is wrapped in a module that this module does not depend on.',
  documentation: 'SWIG’s warning 401 again. Found by the evaluation.',
  repair: 'add it to the DEPENDS of the module.',
  scripts: 'wrap',

  onScript: (context) => [
    ...unwrappedSuperclasses(context).flatMap((unwrapped) => {
      if (unwrapped.reason !== 'outside-dependencies') return [];
      const { wrapped, superclass, module, needed, related } = unwrapped;
      const fix = dependsFix(context.index, module, needed);
      return [
        {
          message: sentences(
            l10n.t(
              '{0}, the superclass of {1}, is wrapped in {2}, but {3} does not depend on {2}.',
              superclass,
              wrapped.className,
              needed,
              module,
            ),
            swig401(),
          ),
          location: { file: context.file, range: wrapped.nameRange },
          related,
          fixes: fix ? [fix] : [],
        },
      ];
    }),
    ...missingInstantiations(context).flatMap(({ range, cppType, superclass, elsewhere }) => {
      const module = context.index.moduleOf(context.file);
      const [needed] = elsewhere;
      if (module === null || needed === undefined) return [];
      const fix = dependsFix(context.index, module, needed);
      return [
        {
          message: sentences(
            l10n.t(
              '{0}, the superclass of {1}, is wrapped in {2}, but {3} does not depend on {2}.',
              readable(superclass.text),
              readable(cppType),
              needed,
              module,
            ),
            swig401(),
          ),
          location: { file: context.file, range },
          related: [],
          fixes: fix ? [fix] : [],
        },
      ];
    }),
  ],
};
