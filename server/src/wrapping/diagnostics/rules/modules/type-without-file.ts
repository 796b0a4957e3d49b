import * as l10n from '@vscode/l10n';
import type { Finding } from '../../diagnostic';
import { changeTo } from '../../fixes';
import { didYouMean, nearMisses } from '../../../../shared/near-miss';
import type { Rule } from '../../rule';
import { listedTypes, typesInFolder } from '../../findings/order-types';
import { sentences } from '../../../../shared/l10n/sentences';

export const typeWithoutFile: Rule = {
  code: 'type-without-file',
  defaultSeverity: 'error',
  summary: 'The order lists a type that has no .wrap file.',
  documentation: '',
  repair: 'the similar name, or remove it.',
  scripts: 'lists',
  // One command loads all types of an order. Each type without a file is a separate mistake.
  severalPerLine: true,
  oncePerFile: true,

  onScript(context) {
    const inFolder = typesInFolder(context);
    if (inFolder.length === 0) return [];
    return listedTypes(context).flatMap((types) => {
      const first = types.filter(({ name }, n) => types.findIndex((one) => one.name === name) === n);
      return first.flatMap(({ name, range }): Finding[] => {
        if (inFolder.includes(name)) return [];
        const near = nearMisses(name, inFolder);
        const fixes = [
          ...near.map((other) => changeTo(other, range)),
          { title: l10n.t('Remove {0} from the order', name), edits: [{ range, newText: '' }] },
        ];
        return [
          {
            message: sentences(message(name), didYouMean(near)),
            location: { file: context.file, range },
            fixes,
          },
        ];
      });
    });
  },

  onMessage: {
    pattern: /^Module (?:[^/]*\/)*([^/]+?)\.wrap (?:or|not) /,
    word: ([, name = '']) => message(name),
  },
};

const message = (name: string): string =>
  l10n.t('The order lists {0}, but there is no {0}.wrap in this folder. CMake reports an error.', name);
