import { leafTemplate } from './template-names';

/** The names in an XML: its C++ identifiers, and its templates of plain arguments in the form of `leafTemplate`, sorted. */
export function namesIn(xml: Buffer): string[] {
  const templates = new Set(xml.toString('latin1').match(TEMPLATE) ?? []);
  const leaves = [...templates].map((text) => {
    const [name = '', args = ''] = text.split('&lt;');
    return leafTemplate(name, args.slice(0, -'&gt;'.length));
  });
  return [...new Set([...identifiersIn(xml), ...leaves])].sort();
}

const TEMPLATE = /\b[A-Za-z]\w*&lt;[\w\s:,]*&gt;/g;

/**
 * All C++ identifiers in a text, sorted, apart from those that begin with an underscore: an XML has thousands of ids and
 * mangled names. Of the others it has some thousand, each many times.
 */
export function identifiersIn(text: Buffer): string[] {
  const table = new Table();
  let start = -1;
  let hash = 0;
  for (let at = 0; at <= text.length; at++) {
    const kind = KIND[at === text.length ? 0 : (text[at] ?? 0)] ?? 0;
    if (start < 0) {
      if (kind !== LETTER) {
        // A digit that begins a number also begins its suffix, which is no identifier.
        while (kind === DIGIT && at + 1 < text.length && KIND[text[at + 1] ?? 0] !== 0) at++;
        continue;
      }
      start = at;
      hash = 0;
    }
    if (kind === 0) {
      if (text[start] !== UNDERSCORE) table.add(text, start, at, hash);
      start = -1;
    } else hash = (Math.imul(hash, 31) + (text[at] ?? 0)) | 0;
  }
  return table.names.sort();
}

const UNDERSCORE = 0x5f;
const LETTER = 1;
const DIGIT = 2;

/** For each byte: 0, or whether it may begin an identifier or only continue one. Bytes beyond ASCII count as letters. */
const KIND = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 || /[A-Za-z_]/.test(String.fromCharCode(byte))
    ? LETTER
    : byte >= 0x30 && byte <= 0x39
      ? DIGIT
      : 0,
);

/** The different names seen so far, found by their bytes without making a string of each occurrence. */
class Table {
  readonly names: string[] = [];
  #slots = new Int32Array(1 << 14).fill(-1);
  #places: { start: number; end: number }[] = [];

  add(text: Buffer, start: number, end: number, hash: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const known = slots[slot] ?? -1;
      if (known < 0) {
        slots[slot] = this.names.length;
        break;
      }
      const place = this.#places[known];
      if (place && isEqual(text, place, start, end)) return;
    }
    this.names.push(text.toString('utf8', start, end));
    this.#places.push({ start, end });
    if (this.names.length * 2 > slots.length) this.#grow(text);
  }

  #grow(text: Buffer): void {
    const mask = this.#slots.length * 4 - 1;
    this.#slots = new Int32Array(mask + 1).fill(-1);
    this.#places.forEach(({ start, end }, index) => {
      let hash = 0;
      for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (text[at] ?? 0)) | 0;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = index;
    });
  }
}

function isEqual(text: Buffer, place: { start: number; end: number }, start: number, end: number): boolean {
  if (place.end - place.start !== end - start) return false;
  for (let i = 0; i < end - start; i++) if (text[place.start + i] !== text[start + i]) return false;
  return true;
}
