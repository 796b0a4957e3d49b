import type { Finding } from '../../diagnostic';
import { changeTo } from '../../fixes';
import { nearMisses } from '../../near-miss';
import type { Rule } from '../../rule';
import { didYouMean } from '../../wording';
import { listedTypes, typesInFolder } from './order-types';

export const typeWithoutFile: Rule = {
  code: 'type-without-file',
  defaultSeverity: 'error',
  summary: 'The order lists a type that has no .wrap file.',
  documentation: '',
  repair: 'the similar name, or remove it.',
  scripts: 'lists',
  // One command loads all types of an order. Each type without a file is a separate mistake.
  severalPerLine: true,

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
          { title: `Remove ${name} from the order`, edits: [{ range, newText: '' }] },
        ];
        return [
          { message: message(name) + didYouMean(near), location: { file: context.file, range }, fixes },
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
  `The order lists ${name}, but there is no ${name}.wrap in this folder. CMake reports an error.`;
