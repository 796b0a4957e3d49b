import * as l10n from '@vscode/l10n';
import { remove } from '../../fixes';
import type { Rule } from '../../rule';
import { listedTypes, typesInFolder } from '../../findings/order-types';

export const typeListedTwice: Rule = {
  code: 'type-listed-twice',
  defaultSeverity: 'warning',
  summary: 'The order lists a type twice.',
  documentation: '',
  repair: 'remove one.',
  scripts: 'lists',
  severalPerLine: true,

  onScript(context) {
    if (typesInFolder(context).length === 0) return [];
    return listedTypes(context).flatMap((types) =>
      types
        .filter(({ name }, n) => types.findIndex((one) => one.name === name) < n)
        .map(({ name, range }) => ({
          message: l10n.t('{0} is listed twice.', name),
          location: { file: context.file, range },
          fixes: [remove(name, range)],
        })),
    );
  },
};
