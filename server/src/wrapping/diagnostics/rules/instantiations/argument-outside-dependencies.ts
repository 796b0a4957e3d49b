import { dependsFix } from '../../fixes';
import type { Rule } from '../../rule';
import { UNKNOWN_PARAMETER } from '../../wording';

export const argumentOutsideDependencies: Rule = {
  code: 'argument-outside-dependencies',
  defaultSeverity: 'warning',
  summary: 'This template argument is wrapped in a module that this module does not depend on.',
  documentation: 'Found by the evaluation.',
  repair: 'add it to the DEPENDS of the module.',

  onEvaluation: ({ unknownArguments }) =>
    unknownArguments.flatMap(({ reason, argument, location, user, wrappedBy }) =>
      reason !== 'outside-dependencies' || wrappedBy === null
        ? []
        : [
            {
              message: `${argument} is wrapped in ${wrappedBy.module}, which ${user.module} does not depend on. ${UNKNOWN_PARAMETER}. Add ${wrappedBy.module} to the DEPENDS of ${user.module}.`,
              location,
              related: [{ message: 'wrapped here', location: wrappedBy.location }],
              data: { module: user.module, needed: wrappedBy.module },
            },
          ],
    ),

  fix({ data }, { index }) {
    const fix = dependsFix(index, data?.module ?? '', data?.needed ?? '');
    return fix ? [fix] : [];
  },
};
