import * as l10n from '@vscode/l10n';
import { EMPTY_ARGUMENT } from '../../../index/type-names';
import type { Rule } from '../../rule';
import { onePerLine } from '../../findings/repeated-aliases';

export const emptyTemplateArgument: Rule = {
  code: 'empty-template-argument',
  defaultSeverity: 'error',
  summary: 'A template argument of the generated C++ type is empty.',
  documentation:
    'For example, `itk::Image< , 3 >`. Not reported in addition to the undefined variable that leaves it empty. Found by the evaluation.',
  explainedBy: ['undefined-type', 'unknown-variable'],

  onEvaluation: ({ instantiations }) =>
    onePerLine(
      instantiations.flatMap(({ cppType, origin }) =>
        origin === null || !EMPTY_ARGUMENT.test(cppType)
          ? []
          : [{ message: l10n.t('A template argument is empty: {0}.', cppType), location: origin.location }],
      ),
    ),
};
