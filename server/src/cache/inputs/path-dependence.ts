import { encodeText } from './path-bytes';
import { asFileLiteral, isSpelledAlike } from './c-escapes';
import type { Trees } from '../api';

/*
 * `__FILE__`, also in asserts, puts a path into the text that the compiler sees. If an XML repeats the path, it can be
 * translated for another place. If the XML contains a value computed from the path, such as the size of an array that it
 * initializes, no translation is possible.
 */

/** The string literals of a text that contain the path of a tree. */
interface Literals {
  /** The lengths of the literals, in characters. */
  lengths: ReadonlySet<number>;
  /** Whether one of them is in a constant expression. */
  computed: boolean;
}

/** The string literals with the path of a tree, by tree. */
export type PathLiterals = ReadonlyMap<keyof Trees, Literals>;

/** Finds the string literals with the path of a tree. `text` has no line markers. */
export function pathLiterals(text: Buffer, trees: Trees): PathLiterals {
  const found = new Map<keyof Trees, Literals>();
  for (const tree of ['source', 'build'] as const) {
    const literals = literalsOf(text, encodeText(asFileLiteral(trees[tree])));
    if (literals.lengths.size > 0) found.set(tree, literals);
  }
  return found;
}

/**
 * The trees whose path may affect a computed value in the XML. Either a constant is computed from the path, or an array
 * bound, constant or template argument in the XML equals a literal's length. A false positive only costs a hit in another
 * checkout.
 */
export function computedTrees(literals: PathLiterals, xml: Buffer, trees: Trees): (keyof Trees)[] {
  return [...literals]
    .filter(([tree, { lengths, computed }]) => {
      if (computed || !isSpelledAlike(trees[tree])) return true;
      return holdsNumber(xml, encodeText(trees[tree]), lengths);
    })
    .map(([tree]) => tree);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;

function literalsOf(text: Buffer, path: Buffer): Literals {
  const lengths = new Set<number>();
  let computed = false;
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + path.length)) {
    let start = at;
    while (start > 0 && text[start - 1] !== QUOTE && text[start - 1] !== LINE_FEED) start--;
    let length = 0;
    for (let i = start; i < text.length && text[i] !== QUOTE && text[i] !== LINE_FEED; i++, length++)
      if (text[i] === BACKSLASH) i++;
    lengths.add(length);
    computed ||= isComputedFrom(text.toString('latin1', Math.max(0, start - STATEMENT_BYTES), start));
  }
  return { lengths, computed };
}

const STATEMENT_BYTES = 500;

/** Whether the text up to a literal's quote makes a constant from it. An argument of an assert is not a constant. */
export function isComputedFrom(before: string): boolean {
  const statement = before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('}')) + 1);
  if (/\bsizeof\s*(?:\(\s*)?"$/.test(statement)) return true;
  return (
    /(?<!\bif\s)\b(?:constexpr|consteval|enum|alignas)\b/.test(statement) &&
    !statement.includes('__assert_fail')
  );
}

function holdsNumber(xml: Buffer, path: Buffer, lengths: ReadonlySet<number>): boolean {
  const isOne = (digits: string): boolean => lengths.has(Number(digits)) || lengths.has(Number(digits) - 1);
  for (const attribute of [' max="', ' init="', ' bits="'])
    for (let at = xml.indexOf(attribute); at >= 0; at = xml.indexOf(attribute, at + 1)) {
      const from = at + attribute.length;
      const [digits = ''] = /^\d*/.exec(xml.toString('latin1', from, from + 8)) ?? [];
      if (digits !== '' && isOne(digits)) return true;
    }
  if (!repeatsPath(xml, path)) return false;
  // The path itself is part of a declaration, so check template arguments too.
  for (const match of xml.toString('latin1').matchAll(/(?:&lt;|, )(\d+)[uUlL]*(?:&gt;|,)/g))
    if (isOne(match[1] ?? '')) return true;
  return false;
}

/** Whether a path occurs in the XML other than as a location: not in a `File`, and not as `(lambda at …)`. */
function repeatsPath(xml: Buffer, path: Buffer): boolean {
  for (let at = xml.indexOf(path); at >= 0; at = xml.indexOf(path, at + 1)) {
    const before = xml.toString('latin1', Math.max(0, at - 40), at);
    if (!/<File id="\w*" name="$|\((?:lambda|unnamed[\w ]*|anonymous[\w ]*) at $/.test(before)) return true;
  }
  return false;
}
