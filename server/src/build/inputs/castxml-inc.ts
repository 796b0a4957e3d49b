import type { Range } from '../../shared/text-range';
import { absolute } from '../build-paths';

/** One flag of a `.castxml.inc`, CastXML's response file. */
export interface IncFlag {
  kind: 'include' | 'system-include' | 'define' | 'undefine' | 'other';
  /** The absolute folder, or the macro (`NAME` or `NAME=value`), or else the flag as written without quotes. */
  value: string;
  /** The range of `value` in the file. */
  range: Range;
}

const KINDS: readonly (readonly [string, IncFlag['kind']])[] = [
  ['-isystem', 'system-include'],
  ['-I', 'include'],
  ['-D', 'define'],
  ['-U', 'undefine'],
];

/**
 * Reads a `.castxml.inc` for display. Words are separated by blanks and line ends. Both kinds of quotes may contain blanks.
 * A backslash escapes a quote, a backslash or a blank, and is literal elsewhere. Relative folders are relative to `cwd`, the
 * folder that CastXML runs in. (The cache has its own reader, because its keys are computed from bytes.)
 */
export function parseInc(text: string, cwd: string): IncFlag[] {
  const words = wordsOf(text);
  const flags: IncFlag[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (!word) continue;
    const known = KINDS.find(([prefix]) => word.text.startsWith(prefix));
    const kind = known?.[1] ?? 'other';
    let { text: value, range } = word;
    if (known) {
      const [prefix] = known;
      const next = words[at + 1];
      if (word.text.length > prefix.length) {
        value = word.text.slice(prefix.length);
        const { line, character } = range.start;
        range = { start: { line, character: character + prefix.length }, end: range.end };
      } else if (next) {
        at += 1;
        ({ text: value, range } = next);
      } else value = '';
    }
    const isFolder = kind === 'include' || kind === 'system-include';
    flags.push({ kind, value: isFolder && value !== '' ? absolute(cwd, value) : value, range });
  }
  return flags;
}

interface Word {
  text: string;
  /** The range without the quotes around the word. */
  range: Range;
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const [line, rawLine] of text.split('\n').entries()) {
    const source = rawLine.endsWith('\r') ? rawLine.slice(0, -1) : rawLine;
    let at = 0;
    while (at < source.length) {
      if (/\s/.test(source.charAt(at))) {
        at += 1;
        continue;
      }
      let start = at;
      let end = at;
      let quote = '';
      let word = '';
      for (; at < source.length; at += 1) {
        const char = source.charAt(at);
        const next = source.charAt(at + 1);
        if (char === '\\' && next !== '' && /["'\\ ]/.test(next)) {
          word += next;
          at += 1;
        } else if (char === quote) {
          quote = '';
          continue;
        } else if (quote === '' && (char === '"' || char === "'")) {
          quote = char;
          if (word === '') start = at + 1;
          continue;
        } else if (quote === '' && /\s/.test(char)) break;
        else word += char;
        end = at + 1;
      }
      words.push({
        text: word,
        range: { start: { line, character: start }, end: { line, character: Math.max(start, end) } },
      });
    }
  }
  return words;
}
