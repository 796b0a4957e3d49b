import * as l10n from '@vscode/l10n';
import type { Command } from '../../../../cmake/syntax/ast';
import { ORDER_VARIABLE } from '../../../index/script-facts';
import { wholeLine } from '../../fixes';
import type { Rule } from '../../rule';
import { moduleCommand, orderCommands } from '../../findings/order-variables';

export const orderBeforeModule: Rule = {
  code: 'order-before-module',
  defaultSeverity: 'warning',
  summary: 'itk_wrap_module() clears the order that is set before it.',
  documentation: '',
  repair: 'move it after.',
  scripts: 'lists',

  onScript(context) {
    const { file } = context;
    const module = moduleCommand(context);
    if (module === undefined) return [];
    const { end } = module.range;
    return orderCommands(context)
      .filter(({ command }) => command.range.start.line < module.range.start.line)
      .map(({ command }) => ({
        message: message(),
        location: { file, range: command.range },
        related: [{ location: { file, range: module.range }, message: l10n.t('cleared here') }],
        fixes: [
          {
            title: l10n.t('Move it after itk_wrap_module()'),
            edits: [
              { range: wholeLine(command.range), newText: '' },
              { range: { start: end, end }, newText: `\n${sourceOf(command)}` },
            ],
          },
        ],
      }));
  },

  onEvaluation: ({ observations }) =>
    observations
      .filter(({ kind }) => kind === 'order-before-module')
      .map(({ location }) => ({ message: message(), location })),
};

const message = (): string => l10n.t('itk_wrap_module() clears {0}. Set it afterwards.', ORDER_VARIABLE);

function sourceOf({ args }: Command): string {
  const [variable, ...types] = args.map(({ text }) => text);
  if (variable === 'APPEND') return `list(APPEND ${types.join(' ')})`;
  return [`set(`, ORDER_VARIABLE, ...types].join('\n  ') + '\n)';
}
