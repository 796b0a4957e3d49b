import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { orderFix } from '../../fixes';
import type { Rule } from '../../rule';
import { unknownParameter } from '../../findings/unknown-parameter';
import { sentences } from '../../../../shared/l10n/sentences';

export const argumentWrappedLater: Rule = {
  code: 'argument-wrapped-later',
  defaultSeverity: 'warning',
  summary: 'A later type of the module wraps this template argument.',
  documentation: 'Python does not know it yet when it imports this one. Found by the evaluation.',
  repair: 'put that type first in WRAPPER_SUBMODULE_ORDER.',

  onEvaluation: ({ unknownArguments }) =>
    unknownArguments.flatMap(({ reason, argument, className, location, user, wrappedBy }) =>
      reason !== 'wrapped-later' || wrappedBy === null
        ? []
        : [
            {
              message: sentences(
                l10n.t(
                  '{0} is wrapped by {1}, which comes after {2} in {3}.',
                  argument,
                  wrappedBy.type,
                  user.type,
                  user.module,
                ),
                unknownParameter(className),
                l10n.t('Put {0} before {1} in WRAPPER_SUBMODULE_ORDER.', wrappedBy.type, user.type),
              ),
              location,
              related: [{ message: l10n.t('wrapped here'), location: wrappedBy.location }],
              data: { dir: path.dirname(user.wrap), first: wrappedBy.type, second: user.type },
            },
          ],
    ),

  fix({ data }, { index }) {
    const fix = orderFix(index, data?.dir ?? '', data?.first ?? '', data?.second ?? '');
    return fix ? [fix] : [];
  },
};
