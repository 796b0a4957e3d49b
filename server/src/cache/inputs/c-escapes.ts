/*
 * Preprocessors write the name of a file in a line marker as a C string. clang escapes quotes, backslashes, control
 * characters and every byte that is not ASCII (`h\303\251.h`). gcc does the same for everything that its locale cannot
 * print. `__FILE__` becomes a string literal in which only quotes and backslashes are escaped.
 */

/** The bytes of a C string without its quotes, as Latin-1 text with all escapes undone. Unknown escapes are kept. */
export function unescapeC(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (_, octal?: string, hex?: string, letter?: string) => {
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16) & 0xff);
    return LETTERS[letter ?? ''] ?? `\\${letter ?? ''}`;
  });
}

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([\s\S]))/g;

const LETTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  '"': '"',
  "'": "'",
  '?': '?',
  '\\': '\\',
};

/** The spelling of a path in the literal that `__FILE__` expands to. */
export function asFileLiteral(path: string): string {
  return path.replace(/[\\"]/g, '\\$&');
}

/**
 * Whether a path has the same spelling in a file name, in a string literal, and in the initial value that an XML gives for
 * one. If not, a translation of an XML cannot know which spelling to use.
 */
export function isSpelledAlike(path: string): boolean {
  return /^[\x20-\x7e]*$/.test(path) && !/[\\"]/.test(path);
}
