/** The themes in which pictures are taken, by the word in their names. The last one is the usual one. */
export const themes = {
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
  'contrast-light': 'Default High Contrast Light',
  dark: 'Default Dark Modern',
} as const;

/** The sizes in which pictures are taken. */
export const sizes = [
  [1440, 900],
  [1024, 700],
] as const;
