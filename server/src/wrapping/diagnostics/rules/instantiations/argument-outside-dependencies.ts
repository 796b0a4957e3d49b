import * as l10n from '@vscode/l10n';
import { dependsFix } from '../../fixes';
import type { Rule } from '../../rule';
import { unknownParameter } from '../../findings/unknown-parameter';
import { sentences } from '../../../../shared/l10n/sentences';

export const argumentOutsideDependencies: Rule = {
  code: 'argument-outside-dependencies',
  defaultSeverity: 'warning',
  summary: 'This template argument is wrapped in a module that this module does not depend on.',
  documentation: 'Found by the evaluation.',
  repair: 'add it to the DEPENDS of the module.',

  onEvaluation: ({ unknownArguments }) =>
    unknownArguments.flatMap(({ reason, argument, className, location, user, wrappedBy }) =>
      reason !== 'outside-dependencies' || wrappedBy === null
        ? []
        : [
            {
              message: sentences(
                l10n.t(
                  '{0} is wrapped in {1}, but {2} does not depend on {1}.',
                  argument,
                  wrappedBy.module,
                  user.module,
                ),
                unknownParameter(className),
                l10n.t('Add {0} to the DEPENDS of {1}.', wrappedBy.module, user.module),
              ),
              location,
              related: [{ message: l10n.t('wrapped here'), location: wrappedBy.location }],
              data: { module: user.module, needed: wrappedBy.module },
            },
          ],
    ),

  fix({ data }, { index }) {
    const fix = dependsFix(index, data?.module ?? '', data?.needed ?? '');
    return fix ? [fix] : [];
  },
};
