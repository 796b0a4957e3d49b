import * as l10n from '@vscode/l10n';
import { innerRange, visitCommands } from '../../../../cmake/syntax/visit';
import type { Finding } from '../../diagnostic';
import { changeTo } from '../../fixes';
import type { Rule } from '../../rule';

export const invalidDimensions: Rule = {
  code: 'invalid-dimensions',
  defaultSeverity: 'error',
  summary: 'This is not a valid dimension condition.',
  documentation: 'Use a number (`3`), a list (`2;3`) or a minimum (`2+`).',
  repair: 'what was probably meant.',
  scripts: 'wrap',
  evenInBrokenText: true,

  onScript: ({ script, file }) =>
    [...visitCommands(script.statements)].flatMap(({ command }): Finding[] => {
      const place = CONDITIONS[command.name.toLowerCase()];
      const condition = place === undefined ? undefined : command.args[place];
      if (!condition || condition.references.length > 0 || VALID.test(condition.text)) return [];
      const guess = probablyMeant(condition.text);
      return [
        {
          message: message(condition.text),
          location: { file, range: condition.range },
          fixes: guess === null ? [] : [changeTo(guess, innerRange(condition))],
        },
      ];
    }),

  // itk_wrap_filter_dims() accepts such a condition, and the lookup of image types then fails.
  onMessage: {
    pattern: /No image type for '(\w*[^\w'][^']*)' pixels is known/,
    word: ([, condition = '']) => message(condition),
  },
};

/** The commands with a condition, and the index of that argument, counted from 0. */
const CONDITIONS: Readonly<Partial<Record<string, number>>> = {
  itk_wrap_filter_dims: 1,
  itk_wrap_image_filter: 2,
};

const VALID = /^(?:\d+(?:;\d+)*|\d+\+|)$/;

const message = (condition: string): string =>
  l10n.t(
    '“{0}” is not a valid dimension condition. Use a number (3), a list ("2;3") or a minimum (2+).',
    condition,
  );

/** `3+` for `d>2`, for `>=3` and for `3D+`, otherwise the number in it. */
function probablyMeant(condition: string): string | null {
  const number = /\d+/.exec(condition)?.[0];
  if (number === undefined) return null;
  if (!condition.includes('>')) return condition.trim().endsWith('+') ? `${number}+` : number;
  return `${condition.includes('>=') ? number : Number(number) + 1}+`;
}
