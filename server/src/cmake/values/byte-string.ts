/**
 * CMake works on bytes: lengths, regular expressions and sorting use the bytes of UTF-8. A value inside the interpreter is
 * therefore a *byte string*: a JavaScript string in which every unit is one byte (0 to 255).
 */

const NOT_ASCII = /[^\0-\x7f]/;

/** Converts text, as in the editor or a file name, to a byte string. */
export function toByteString(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** Converts a byte string to text. Bytes that are not UTF-8 become U+FFFD. */
export function fromByteString(bytes: string): string {
  return NOT_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

/** Converts only ASCII letters to upper case, as CMake's TOUPPER does in the C locale. */
export function upperAscii(value: string): string {
  return NOT_ASCII.test(value) ? value.replace(/[a-z]+/g, (run) => run.toUpperCase()) : value.toUpperCase();
}

/** Converts only ASCII letters to lower case. */
export function lowerAscii(value: string): string {
  return NOT_ASCII.test(value) ? value.replace(/[A-Z]+/g, (run) => run.toLowerCase()) : value.toLowerCase();
}

/** Compares two byte strings like `strcmp`: negative, zero or positive. */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
