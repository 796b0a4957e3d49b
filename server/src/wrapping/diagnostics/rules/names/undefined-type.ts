import * as l10n from '@vscode/l10n';
import type { Rule } from '../../rule';

export const undefinedType: Rule = {
  code: 'undefined-type',
  defaultSeverity: 'error',
  summary: 'This type variable (ITKT_, ITKM_ or ITKN_) is not defined with the options of the build.',
  documentation:
    'CMake does not report this. The generated C++ has an empty argument, and clang reports an error in another place. Found by the evaluation.',
  evenInBrokenText: true,

  onEvaluation: ({ observations }) =>
    observations
      .filter(({ kind }) => kind === 'undefined-type')
      .map(({ subject, location }) => ({
        message: l10n.t(
          '{0} is not defined with the options of this build, so the generated C++ has an empty argument here.',
          subject,
        ),
        location,
        unknownName: subject,
      })),
};
