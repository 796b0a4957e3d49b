/**
 * Paths are bytes on most systems, but text in JSON. A byte that is not UTF-8 becomes U+DC00 + byte, as in the other
 * implementations of the store, so that every path survives a round trip.
 */
export function decodePath(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let decoded = '';
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes, i);
    decoded += length ? bytes.toString('utf8', i, i + length) : String.fromCharCode(0xdc00 + (bytes[i] ?? 0));
    i += length || 1;
  }
  return decoded;
}

const LONE_BYTES = /[\udc80-\udcff]/;
const ESCAPED_BYTE = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

/** The inverse of `decodePath`, for calls of the file system. Returns a string if possible. */
export function encodePath(path: string): string | Buffer {
  return LONE_BYTES.test(path) && ESCAPED_BYTE.test(path) ? encodeText(path) : path;
}

/** The bytes of a decoded path or text. */
export function encodeText(text: string): Buffer {
  if (!LONE_BYTES.test(text)) return Buffer.from(text, 'utf8');
  const pieces: Buffer[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    pieces.push(
      code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8'),
    );
  }
  return Buffer.concat(pieces);
}

/** Sorts in place by code point. Without surrogates, the engine's own order is the same, and faster. */
export function sortByCodePoint(texts: string[]): string[] {
  return texts.some((text) => HIGH_UNITS.test(text)) ? texts.sort(byCodePoint) : texts.sort();
}

/** Compares strings by code point, as the other implementations sort. JavaScript's own order is by UTF-16 unit. */
export function byCodePoint(a: string, b: string): number {
  if (!HIGH_UNITS.test(a) && !HIGH_UNITS.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference) return difference;
  }
  return left.length - right.length;
}

const HIGH_UNITS = /[\ud800-\uffff]/;

/** JSON in ASCII only, so that readers with another default encoding read the same. */
export function asciiJson(value: unknown): string {
  // eslint-disable-next-line no-control-regex
  return JSON.stringify(value).replace(/[^\x00-\x7f]/g, (unit) => {
    return '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0');
  });
}

/** U+FFFD itself, which otherwise marks bytes that are not UTF-8. */
const REPLACEMENT = Buffer.from('\ufffd');

/** The length of the well-formed UTF-8 sequence at `at`, or 0 if there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0;
  const text = bytes.toString('utf8', at, at + length);
  return text.includes('\ufffd') && !REPLACEMENT.equals(bytes.subarray(at, at + length)) ? 0 : length;
}
