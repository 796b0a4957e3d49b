import { realPathOrSame } from './input-files';
import { decodePath, encodeText } from './path-bytes';
import { rememberedLinks, settledPath } from './settled-path';

/** A depfile that a build asks for, with the output that it is about. */
export interface WantedDepfile {
  file: string;
  /** As the build spells it: ninja compares it with the output of the rule. */
  target: string;
}

/** A finished depfile under a temporary name, next to its own. */
export interface StagedDepfile {
  staged: string;
  file: string;
}

/** The prerequisites of a depfile's first rule, in their order. Null if the text is not a depfile. */
export function parseDepfile(bytes: Buffer): string[] | null {
  const text = bytes.toString('latin1').replace(/\\\r?\n/g, ' ');
  // The colon of a Windows drive is not followed by a space.
  const rule = /^((?:\\.|[^\\\n])*?):(?=\s)([^\n]*)/.exec(text);
  if (!rule) return null;
  const words = rule[2]!.match(/(?:\\[ #\\]|\$\$|[^\s])+/g) ?? [];
  return words.map((word) => decodePath(Buffer.from(unescaped(word), 'latin1')));
}

/** `\ ` is a blank, and backslashes in front of it are doubled. `\#` is a hash, and `$$` a dollar. */
function unescaped(word: string): string {
  if (!/[\\$]/.test(word)) return word;
  let name = '';
  for (let at = 0; at < word.length; at++) {
    const begin = at;
    while (word[at] === '\\') at++;
    const backslashes = at - begin;
    const character = word[at] ?? '';
    const kept = character === ' ' ? backslashes >> 1 : character === '#' ? backslashes - 1 : backslashes;
    name += '\\'.repeat(Math.max(kept, 0)) + character;
    if (character === '$' && word[at + 1] === '$') at++;
  }
  return name;
}

/**
 * A depfile with one rule, as ninja and make read it. A name with a line break, which no depfile can contain, becomes one that
 * does not exist, so that the build repeats the run.
 */
export function depfileText(target: string, prerequisites: readonly string[]): Buffer {
  return encodeText(`${[`${escaped(target)}:`, ...prerequisites.map(escaped)].join(' \\\n  ')}\n`);
}

const SPECIAL = /[ #$\r\n]/;

function escaped(name: string): string {
  if (!SPECIAL.test(name)) return name;
  let text = '';
  let backslashes = 0;
  for (const character of name) {
    if (character === ' ') text += `${'\\'.repeat(backslashes + 1)} `;
    else if (character === '#') text += '\\#';
    else if (character === '$') text += '$$';
    else text += character === '\n' || character === '\r' ? '?' : character;
    backslashes = character === '\\' ? backslashes + 1 : 0;
  }
  return text;
}

/**
 * The absolute names of files for a depfile, each once. Ninja removes the `..` of a name without looking at links, so a name
 * with a `..` after a link is replaced by the one that it leads to.
 */
export function depfileNames(cwd: string, files: readonly string[]): string[] {
  const isLink = rememberedLinks();
  const names = new Set<string>();
  for (const file of files) {
    const settled = settledPath(cwd, file, isLink);
    names.add(settled.includes('/../') ? realPathOrSame(settled) : settled);
  }
  return [...names];
}
