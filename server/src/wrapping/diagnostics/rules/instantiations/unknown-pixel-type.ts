import * as l10n from '@vscode/l10n';
import type { Rule } from '../../rule';

export const unknownPixelType: Rule = {
  code: 'unknown-pixel-type',
  defaultSeverity: 'error',
  summary: 'No image type with this pixel type is known with the options of the build.',
  documentation: 'Found by the evaluation.',
  evenInBrokenText: true,

  onMessage: {
    pattern: /No image type for '(\w*)' pixels is known/,
    word: ([, pixel = '']) =>
      pixel === ''
        ? l10n.t('The pixel type is empty, so there is no image type for it.')
        : l10n.t('The options of this build enable no image type with the pixel type {0}.', pixel),
  },
};
