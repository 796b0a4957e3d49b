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
      `No image type with ${pixel === '' ? 'an empty pixel type' : `the pixel type ${pixel}`} is known with the options of this build.`,
  },
};
