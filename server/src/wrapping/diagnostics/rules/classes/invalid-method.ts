import * as l10n from '@vscode/l10n';
import type { Argument } from '../../../../cmake/syntax/ast';
import { innerRange } from '../../../../cmake/syntax/visit';
import { wrapMethods } from '../../../index/known-macros';
import type { EditFix } from '../../diagnostic';
import { changeTo } from '../../fixes';
import { nearMisses } from '../../../../shared/near-miss';
import type { Rule } from '../../rule';
import { classCommands } from '../../findings/class-arguments';
import { sentences } from '../../../../shared/l10n/sentences';

const methods = Object.keys(wrapMethods);

export const invalidMethod: Rule = {
  code: 'invalid-method',
  defaultSeverity: 'error',
  summary: 'itk_wrap_class() does not know this wrap method.',
  documentation: `Valid methods: ${methods.join(', ')}.`,
  repair: 'a similar method.',
  scripts: 'wrap',
  evenInBrokenText: true,

  onScript: (context) =>
    classCommands(context).flatMap(({ method }) =>
      method === undefined || method.references.length > 0 || Object.hasOwn(wrapMethods, method.text)
        ? []
        : [
            {
              message: message(method.text, methods),
              location: { file: context.file, range: method.range },
              fixes: similar(method),
            },
          ],
    ),

  onMessage: {
    pattern: /Invalid option '(.*?)'\. Possible values are (.*)/s,
    word: ([, method = '', values = '']) => message(method, values.split(';')),
  },
};

const message = (method: string, valid: readonly string[]): string =>
  sentences(
    method === '' ? l10n.t('The wrap method is empty.') : l10n.t('There is no wrap method {0}.', method),
    l10n.t('Valid methods: {0}.', valid.join(', ')),
  );

function similar(method: Argument): EditFix[] {
  const near = [
    ...nearMisses(method.text, methods),
    ...methods.filter((name) => name.startsWith(method.text.slice(0, 12))),
  ];
  return [...new Set(near)].slice(0, 3).map((name) => changeTo(name, innerRange(method)));
}
