import { MODULE_COMMANDS, PLAIN_MODULE_COMMANDS } from './module-commands';
import { OWN_COMMANDS, PLAIN_OWN_COMMANDS } from './own-commands';
import type { SignatureText } from './signature-text';
import { type Node, wordOf } from '../tree';

/** How the values of a keyword are laid out: as a command line, in pairs, or as a property and its values. */
export type ValueLayout = 'line' | 'pairs' | 'property';

/** The parameters of a command. `front` and `back` are the numbers of positional arguments at the start and at the end. */
export interface Signature {
  /** Written as in its documentation. */
  name: string;
  front: number;
  back: number;
  options: KeywordSet;
  oneValue: KeywordSet;
  multiValue: KeywordSet;
  layouts: ReadonlyMap<string, ValueLayout>;
  sections: readonly [KeywordSet, Signature][];
  signatures: readonly [KeywordSet, Signature][];
  /** The signature for first arguments that have none of their own. */
  otherwise: Signature | null;
  pairs: readonly [string, string][];
  keepsTogether: boolean;
  positionalLine: boolean;
}

/** A set of keywords, each of one or two words. */
export class KeywordSet {
  private readonly words: ReadonlySet<string>;
  private readonly pairs: readonly [string, string][];

  constructor(keywords: readonly string[]) {
    this.words = new Set(keywords.filter((keyword) => !isPair(keyword)));
    this.pairs = keywords.filter(isPair).map(pairOf);
  }

  /** Whether an argument is one of these keywords. */
  matches(node: Node | undefined): boolean {
    if (!node) return false;
    if (node.kind === 'twoWords') {
      const [first, last] = [node.children[0]!, node.children[node.children.length - 1]!];
      return this.pairs.some(([a, b]) => isWord(first, a) && isWord(last, b));
    }
    const word = wordOf(node);
    return word !== null && this.words.has(word);
  }

  has(word: string): boolean {
    return this.words.has(word);
  }
}

/** Whether an argument is this word. `_` matches any word. */
export function isWord(node: Node, word: string): boolean {
  const own = wordOf(node);
  return own !== null && (word === ANY || own === word);
}

const ANY = '_';
const isPair = (keyword: string): boolean => /^[^+]+\+[^+]+$/.test(keyword);
const pairOf = (keyword: string): [string, string] => keyword.split('+') as [string, string];

/** The signature of a command of CMake or one of its modules. `name` is in lower case. */
export function knownSignature(name: string): Signature | undefined {
  const text = texts.get(name);
  if (!text) return undefined;
  let signature = read.get(name);
  if (!signature) read.set(name, (signature = signatureOf(text[0], text[1])));
  return signature;
}

/** The signature of a project's own command. */
export function ownSignature(
  name: string,
  front: number,
  keywords: {
    options: string[];
    oneValue: string[];
    multiValue: string[];
    layouts: Map<string, ValueLayout>;
  },
): Signature {
  return {
    ...signatureOf(name, ''),
    front,
    options: new KeywordSet(keywords.options),
    oneValue: new KeywordSet(keywords.oneValue),
    multiValue: new KeywordSet(keywords.multiValue),
    layouts: keywords.layouts,
  };
}

const texts = new Map<string, [name: string, text: SignatureText]>();
for (const table of [OWN_COMMANDS, MODULE_COMMANDS])
  for (const [name, text] of Object.entries(table)) texts.set(name.toLowerCase(), [name, text]);
for (const name of `${PLAIN_OWN_COMMANDS} ${PLAIN_MODULE_COMMANDS}`.split(/\s+/))
  texts.set(name.toLowerCase(), [name, '']);

const read = new Map<string, Signature>();

function signatureOf(name: string, text: SignatureText): Signature {
  const { words = '', sections, signatures, pairs, keepsTogether, positional } = partsOf(text);
  const list = words.split(' ').filter(Boolean);
  const numbers = list.filter((word) => /^-?\d$/.test(word)).map(Number);
  const keywords = list.filter((word) => !/^-?\d$/.test(word));
  const named = (sign: string): [string, string][] =>
    keywords.filter((word) => word.includes(sign)).map((word) => word.split(sign) as [string, string]);
  const all = [...named('='), ...named('*')];
  const entries = Object.entries(signatures ?? {});
  return {
    name,
    front: numbers.find((number) => number > 0) ?? 0,
    back: -(numbers.find((number) => number < 0) ?? 0),
    options: new KeywordSet(keywords.filter((word) => !/[=*]/.test(word))),
    oneValue: new KeywordSet(named('=').map(([word]) => word)),
    multiValue: new KeywordSet(named('*').map(([word]) => word)),
    layouts: new Map(
      all.filter(([, layout]) => layout).map(([word, layout]) => [word, layout as ValueLayout]),
    ),
    sections: tableOf(name, Object.entries(sections ?? {})),
    signatures: tableOf(
      name,
      entries.filter(([first]) => first !== '*'),
    ),
    otherwise: signatures?.['*'] === undefined ? null : signatureOf(name, signatures['*']),
    pairs: (pairs ?? '').split(' ').filter(Boolean).map(pairOf),
    keepsTogether: keepsTogether ?? false,
    positionalLine: positional === 'line',
  };
}

function tableOf(name: string, entries: [string, SignatureText][]): [KeywordSet, Signature][] {
  return entries.map(([words, text]) => [new KeywordSet(words.split(' ')), signatureOf(name, text)]);
}

function partsOf(text: SignatureText): Exclude<SignatureText, string> {
  return typeof text === 'string' ? { words: text } : text;
}
