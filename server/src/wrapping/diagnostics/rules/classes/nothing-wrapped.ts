import * as l10n from '@vscode/l10n';
import type { Rule } from '../../rule';

export const nothingWrapped: Rule = {
  code: 'nothing-wrapped',
  defaultSeverity: 'information',
  summary: 'Nothing of this class is wrapped with the options of the build.',
  documentation: 'Found by the evaluation.',

  onMessage: {
    pattern: /^Warning: No template declared for (.*?)\. /,
    modes: ['FATAL_ERROR', 'SEND_ERROR', 'WARNING', 'AUTHOR_WARNING', 'NOTICE', 'STATUS'],
    word: ([, className = '']) => message(className),
  },

  onEvaluation: ({ observations }) =>
    observations
      .filter(({ kind }) => kind === 'empty-class')
      .map(({ subject, location }) => ({ message: message(subject), location })),
};

const message = (className: string): string =>
  l10n.t('Nothing of {0} is wrapped with the options of this build.', className);
