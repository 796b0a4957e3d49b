/** A name composed of fixed parts and references, such as `ITKM_${t}`. */
export interface ComposedName {
  /** As written. */
  text: string;
  /** Where it begins, in UTF-16 units. */
  index: number;
  /** The fixed parts, without the references. */
  fixed: string;
  /** Whether a name can result from it. */
  matches: (name: string) => boolean;
}

const REFERENCE = /[$]\{/g;
const NAME_CHARACTER = /[\w.+-]/;
const MAX_LENGTH = 300;

/** All composed names in a text, including nested ones: `${ITKT_${x}}` contains `ITKT_${x}`. Comments count as text. */
export function composedNames(text: string): ComposedName[] {
  const found: ComposedName[] = [];
  let last = -1;
  for (const { index } of text.matchAll(REFERENCE)) {
    if (index < last) continue;
    let start = index;
    while (start > 0 && NAME_CHARACTER.test(text[start - 1]!)) start--;
    const { end, parts } = wordAt(text, start);
    last = Math.max(end, index + 2);
    add(found, text, start, end, parts);
    // Names are also composed inside the braces.
    for (const part of parts) {
      if (typeof part === 'string') continue;
      const inside = text.slice(part.start, part.end);
      if (inside.includes('${'))
        for (const name of composedNames(inside)) found.push({ ...name, index: name.index + part.start });
    }
  }
  return found;
}

type Part = string | { start: number; end: number };

function add(found: ComposedName[], text: string, index: number, end: number, parts: readonly Part[]): void {
  const fixed = parts.filter((part) => typeof part === 'string');
  if (fixed.length === 0 || fixed.length === parts.length) return;
  const pattern = parts
    .map((part) => (typeof part === 'string' ? part.replace(/[.+-]/g, '\\$&') : '[\\w.+-]*'))
    .join('')
    .replace(/(?:\[\\w\.\+-\]\*)+/g, '[\\w.+-]*');
  const regex = new RegExp(`^${pattern}$`);
  found.push({
    text: text.slice(index, end),
    index,
    fixed: fixed.join(''),
    matches: (name) => name.length <= MAX_LENGTH && regex.test(name),
  });
}

/** The word at a position: fixed parts and the insides of references alternate. */
function wordAt(text: string, start: number): { end: number; parts: Part[] } {
  const parts: Part[] = [];
  let at = start;
  let fixed = '';
  while (at < text.length && at - start < MAX_LENGTH) {
    if (text.startsWith('${', at)) {
      const close = closing(text, at + 2);
      if (close < 0) break;
      if (fixed !== '') parts.push(fixed);
      fixed = '';
      parts.push({ start: at + 2, end: close });
      at = close + 1;
    } else if (NAME_CHARACTER.test(text[at]!)) fixed += text[at++]!;
    else break;
  }
  if (fixed !== '') parts.push(fixed);
  return { end: at, parts };
}

function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length && at - from < MAX_LENGTH; at++) {
    if (text.startsWith('${', at)) depth++;
    else if (text[at] === '}' && --depth === 0) return at;
    else if (text[at] === '\n') return -1;
  }
  return -1;
}
