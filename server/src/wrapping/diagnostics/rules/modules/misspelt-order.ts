import * as l10n from '@vscode/l10n';
import { ORDER_MISSPELT, ORDER_VARIABLE } from '../../../index/script-facts';
import { changeTo } from '../../fixes';
import type { Rule } from '../../rule';
import { orderCommands } from '../../findings/order-variables';

export const misspeltOrder: Rule = {
  code: 'misspelt-order',
  defaultSeverity: 'warning',
  summary: `${ORDER_MISSPELT} is ignored: the variable is ${ORDER_VARIABLE}.`,
  documentation: '(ITK’s module AnisotropicDiffusionLBR makes this mistake.)',
  repair: 'the correct name.',
  scripts: 'lists',

  onScript: (context) =>
    orderCommands(context)
      .filter(({ variable }) => variable.text === ORDER_MISSPELT)
      .map(({ variable: { range } }) => ({
        message: message(),
        location: { file: context.file, range },
        fixes: [changeTo(ORDER_VARIABLE, range)],
      })),

  onEvaluation: ({ observations }) =>
    observations
      .filter(({ kind }) => kind === 'misspelt-order')
      .map(({ location }) => ({ message: message(), location })),
};

const message = (): string => l10n.t('{0} is ignored: the variable is {1}.', ORDER_MISSPELT, ORDER_VARIABLE);
