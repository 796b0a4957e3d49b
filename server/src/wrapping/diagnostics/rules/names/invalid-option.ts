import * as l10n from '@vscode/l10n';
import { invalidLists } from '../../findings/invalid-lists';
import type { Rule } from '../../rule';

export const invalidOption: Rule = {
  code: 'invalid-option',
  defaultSeverity: 'error',
  summary: 'The list of image dimensions or vector components is not a list of numbers.',
  documentation:
    'For example, a shell has passed the quotes of `-DITK_WRAP_IMAGE_DIMS="2;3"` on to CMake. CMake accepts that, and each type that depends on the list then has an error of its own. These are not reported in addition. Shown on the option in `CMakeCache.txt`, and found by the evaluation.',
  evenIfNotReached: true,

  onEvaluation: ({ record, optionsNamed }) =>
    record !== null
      ? []
      : invalidLists(optionsNamed).map(({ name, value, location }) => ({
          message: l10n.t(
            '{0} is {1}, which is not a list of numbers such as 2;3. Run CMake with -D{0}={2}.',
            name,
            value,
            value.match(/\d+/g)?.join(';') ?? '2;3',
          ),
          location,
        })),
};
