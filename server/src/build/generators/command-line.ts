import * as l10n from '@vscode/l10n';
/**
 * Splits command lines like the program that ninja starts: `/bin/sh -c` on POSIX systems; on Windows the C runtime, or
 * cmd.exe if the line says so. No shell is started. Syntax that needs a shell is reported as a problem.
 */

export type CommandStyle = 'posix' | 'windows';

/** Commands that run one after the other (`a && b`), each an argument list. */
export type SplitCommand = { commands: string[][] } | { problem: string };

/** Splits a whole command line. `problem` names the syntax that needs a shell. */
export function splitCommandLine(line: string, style: CommandStyle): SplitCommand {
  return style === 'posix' ? splitPosix(line) : splitWindows(line);
}

/**
 * Matches characters without special meaning in a shell. A regular expression is fast, and a build has megabytes of text.
 */
const PLAIN = /[^ \t'"\\$`&;|<>()\n]*/y;
const PLAIN_IN_QUOTES = /[^"\\`$]*/y;
const OPERATORS = new Set(['&&', ';', '\n']);

function splitPosix(line: string): SplitCommand {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | null = null;
  let at = 0;
  const endWord = (): void => {
    if (word !== null) words.push(word);
    word = null;
  };
  while (at < line.length) {
    const char = line.charAt(at);
    if (char === ' ' || char === '\t') {
      endWord();
      at += 1;
    } else if (char === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) return { problem: l10n.t('a single quote is not closed') };
      word = (word ?? '') + line.slice(at + 1, end);
      at = end + 1;
    } else if (char === '"') {
      const quoted = doubleQuoted(line, at);
      if ('problem' in quoted) return quoted;
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (char === '\\') {
      const next = line.charAt(at + 1);
      if (next !== '\n') word = (word ?? '') + (next === '' ? '\\' : next);
      at += 2;
    } else if (char === '$' || char === '`') {
      const expands = char === '`' || /[A-Za-z0-9_{(@*#?!$-]/.test(line.charAt(at + 1));
      if (expands) return { problem: l10n.t('it needs a shell for {0}', line.slice(at, at + 24)) };
      word = (word ?? '') + char;
      at += 1;
    } else if ('&;|<>()\n'.includes(char)) {
      const operator = line.startsWith('&&', at) ? '&&' : char;
      if (!OPERATORS.has(operator)) return { problem: l10n.t('it needs a shell for "{0}"', operator) };
      endWord();
      if (words.length > 0) commands.push(words);
      words = [];
      at += operator.length;
    } else if (char === '#' && word === null) {
      break;
    } else {
      PLAIN.lastIndex = at + 1;
      PLAIN.test(line);
      word = (word ?? '') + line.slice(at, PLAIN.lastIndex);
      at = PLAIN.lastIndex;
    }
  }
  endWord();
  if (words.length > 0) commands.push(words);
  return { commands };
}

function doubleQuoted(line: string, open: number): { text: string; end: number } | { problem: string } {
  let text = '';
  let at = open + 1;
  for (;;) {
    const char = line.charAt(at);
    if (char === '') return { problem: l10n.t('a double quote is not closed') };
    if (char === '"') return { text, end: at + 1 };
    if (char === '\\') {
      const next = line.charAt(at + 1);
      if (next !== '' && '$`"\\'.includes(next)) text += next;
      else if (next !== '\n') text += char + next;
      at += 2;
    } else if (char === '`' || (char === '$' && /[A-Za-z0-9_{(@*#?!$-]/.test(line.charAt(at + 1)))) {
      return { problem: l10n.t('it needs a shell for {0}', line.slice(at, at + 24)) };
    } else {
      PLAIN_IN_QUOTES.lastIndex = at + 1;
      PLAIN_IN_QUOTES.test(line);
      text += line.slice(at, PLAIN_IN_QUOTES.lastIndex);
      at = PLAIN_IN_QUOTES.lastIndex;
    }
  }
}

function splitWindows(line: string): SplitCommand {
  const commands: string[][] = [];
  for (const part of splitAtAnd(withoutCmd(line.trim()))) {
    const words = windowsWords(part);
    if (words.length > 0) commands.push(words);
  }
  return { commands };
}

/** Removes `cmd.exe /C "…"`. cmd strips the first and the last quote of the rest. */
function withoutCmd(line: string): string {
  const cmd = /^"?(?:[^"\s]*[\\/])?cmd(?:\.exe)?"?\s+\/[cC](\s.*)$/s.exec(line);
  if (!cmd) return line;
  const inner = (cmd[1] ?? '').trim();
  return inner.startsWith('"') && inner.endsWith('"') && inner.length >= 2 ? inner.slice(1, -1) : inner;
}

/** Cuts at `&&` outside quotes. */
function splitAtAnd(line: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '\\' && line.charAt(at + 1) === '"') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === '&' && line.charAt(at + 1) === '&') {
      parts.push(line.slice(start, at));
      start = at + 2;
      at += 1;
    }
  }
  parts.push(line.slice(start));
  return parts;
}

/**
 * The argument rules of Microsoft's C runtime: backslashes are special only before a quote, and `""` inside quotes is a
 * quote.
 */
function windowsWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < line.length;) {
    const char = line.charAt(at);
    if (char === '\\') {
      let count = 1;
      while (line.charAt(at + count) === '\\') count += 1;
      const beforeQuote = line.charAt(at + count) === '"';
      word = (word ?? '') + '\\'.repeat(beforeQuote ? count >> 1 : count);
      at += count;
      if (beforeQuote && count % 2 === 1) {
        word += '"';
        at += 1;
      }
    } else if (char === '"') {
      if (quoted && line.charAt(at + 1) === '"') {
        word = (word ?? '') + '"';
        at += 2;
      } else {
        quoted = !quoted;
        word ??= '';
        at += 1;
      }
    } else if (!quoted && (char === ' ' || char === '\t' || char === '\n' || char === '\r')) {
      if (word !== null) words.push(word);
      word = null;
      at += 1;
    } else {
      word = (word ?? '') + char;
      at += 1;
    }
  }
  if (word !== null) words.push(word);
  return words;
}
