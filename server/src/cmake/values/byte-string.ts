/**
 * CMake works on bytes: lengths, regular expressions and sorting see the bytes of UTF-8. Inside the interpreter a
 * value is therefore a *byte string*: a JavaScript string whose every unit is one byte (0 to 255).
 */

const NOT_ASCII = /[^\0-\x7f]/;

/** Text as the editor or a file name has it → byte string. */
export function toByteString(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** Byte string → text; bytes that are not UTF-8 become U+FFFD. */
export function fromByteString(bytes: string): string {
  return NOT_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

/** Upper case of ASCII letters alone, as CMake's TOUPPER does in the C locale. */
export function upperAscii(value: string): string {
  return NOT_ASCII.test(value) ? value.replace(/[a-z]+/g, (run) => run.toUpperCase()) : value.toUpperCase();
}

/** Lower case of ASCII letters alone. */
export function lowerAscii(value: string): string {
  return NOT_ASCII.test(value) ? value.replace(/[A-Z]+/g, (run) => run.toLowerCase()) : value.toLowerCase();
}

/** Order of two byte strings as `strcmp` gives it: negative, zero, positive. */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
