import path from 'node:path';
import { orderFix } from '../../fixes';
import type { Rule } from '../../rule';
import { UNKNOWN_PARAMETER } from '../../wording';

export const argumentWrappedLater: Rule = {
  code: 'argument-wrapped-later',
  defaultSeverity: 'warning',
  summary: 'A later type of the module wraps this template argument.',
  documentation: 'Python does not know it yet when it imports this one. Found by the evaluation.',
  repair: 'put that type first in WRAPPER_SUBMODULE_ORDER.',

  onEvaluation: ({ unknownArguments }) =>
    unknownArguments.flatMap(({ reason, argument, location, user, wrappedBy }) =>
      reason !== 'wrapped-later' || wrappedBy === null
        ? []
        : [
            {
              message: `${argument} is wrapped by ${wrappedBy.type}, which comes after ${user.type} in ${user.module}. ${UNKNOWN_PARAMETER}. Put ${wrappedBy.type} before ${user.type} in WRAPPER_SUBMODULE_ORDER.`,
              location,
              related: [{ message: 'wrapped here', location: wrappedBy.location }],
              data: { dir: path.dirname(user.wrap), first: wrappedBy.type, second: user.type },
            },
          ],
    ),

  fix({ data }, { index }) {
    const fix = orderFix(index, data?.dir ?? '', data?.first ?? '', data?.second ?? '');
    return fix ? [fix] : [];
  },
};
