import * as l10n from '@vscode/l10n';
/** Variables of a ninja file, looked up while text is evaluated. An undefined one is empty, as in ninja. */
export type Lookup = (name: string) => string;

/**
 * Limits how long values may become when their variables are expanded, in characters. A few short lines can expand to
 * gigabytes.
 */
export class ExpansionBudget {
  /**
   * `value` is the limit for one value, more than any system accepts as a command line. `total` is the limit for all values
   * together.
   */
  constructor(
    readonly value = 4 * 1024 * 1024,
    private total = 32 * 1024 * 1024,
  ) {}

  get isUsedUp(): boolean {
    return this.total < 0;
  }

  /** Raises the total limit when more text was read. */
  add(length: number): void {
    if (!this.isUsedUp) this.total += length;
  }

  /** Counts a part of a value whose other parts have `before` characters. Throws ExpansionError. */
  take(length: number, before: number): void {
    this.total -= length;
    if (this.isUsedUp) throw new ExpansionError(l10n.t('its variables expand to too much text'));
    if (before + length > this.value)
      throw new ExpansionError(l10n.t('a value expands to more than {0} characters', this.value));
  }
}

/** A value grew beyond the budget. The message says which limit was exceeded. */
export class ExpansionError extends Error {}

/**
 * Evaluates ninja's escapes: `$$`, `$ `, `$:`, `$name`, `${name}`, and `$` at the end of a line (a continuation, which also
 * removes the next line's indentation). Any other `$` stays as written. Throws ExpansionError.
 */
export function evaluate(text: string, lookup: Lookup, budget = new ExpansionBudget()): string {
  if (!text.includes('$')) return text;
  let length = text.length;
  return text.replace(
    /\$(?:([$ :])|\r?\n[ ]*|\{([A-Za-z0-9_.-]+)\}|([A-Za-z0-9_-]+))/g,
    (_whole, escape?: string, braced?: string, plain?: string) => {
      if (escape !== undefined) return escape;
      const name = braced ?? plain;
      if (name === undefined) return '';
      const value = lookup(name);
      budget.take(value.length, length);
      length += value.length;
      return value;
    },
  );
}

/** The evaluated parts of a `build` line. `implicitOutputs` come after `|` on the left and are not part of `outputs`. */
export interface BuildLine {
  outputs: string[];
  implicitOutputs: string[];
  rule: string;
  /** Explicit inputs and implicit ones (after `|`). */
  inputs: string[];
  /** Order-only inputs (after `||`). */
  orderOnly: string[];
}

/** Splits the text after `build ` into its parts. Null if it has no `:` and therefore no rule. Throws ExpansionError. */
export function parseBuildLine(
  text: string,
  lookup: Lookup,
  budget = new ExpansionBudget(),
): BuildLine | null {
  const words = splitPaths(text);
  const colon = words.indexOf(':');
  if (colon < 0 || colon + 1 >= words.length) return null;
  const left = words.slice(0, colon);
  const right = words.slice(colon + 2);
  const evaluated = (list: string[]): string[] => list.map((word) => evaluate(word, lookup, budget));
  const bar = left.indexOf('|');
  const orderAt = right.indexOf('||');
  const validationAt = right.indexOf('|@');
  const inputsEnd = Math.min(...[orderAt, validationAt, right.length].filter((at) => at >= 0));
  const orderEnd = validationAt >= 0 ? validationAt : right.length;
  return {
    outputs: evaluated(bar < 0 ? left : left.slice(0, bar)),
    implicitOutputs: bar < 0 ? [] : evaluated(withoutDoubles(left, bar)),
    rule: words[colon + 1] ?? '',
    inputs: evaluated(right.slice(0, inputsEnd).filter((word) => word !== '|')),
    orderOnly: orderAt < 0 ? [] : evaluated(right.slice(orderAt + 1, orderEnd)),
  };
}

const WORK_DIR = '${cmake_ninja_workdir}';

/** The outputs without duplicates. CMake lists each output a second time by its absolute path. */
function withoutDoubles(left: readonly string[], bar: number): string[] {
  const explicit = new Set(left.slice(0, bar));
  return left
    .slice(bar + 1)
    .filter((word) => !(word.startsWith(WORK_DIR) && explicit.has(word.slice(WORK_DIR.length))));
}

/** The words between unescaped blanks, with escapes kept. An unescaped `:` is a separate word. */
function splitPaths(text: string): string[] {
  // Paths with an escaped blank are rare. So the line is split at all blanks, and such words are joined again.
  const words: string[] = [];
  let pending = '';
  for (const piece of text.replace(/\$\r?\n[ ]*/g, '').split(' ')) {
    const word = pending + piece;
    if (endsInEscape(word)) {
      pending = word + ' ';
      continue;
    }
    pending = '';
    pushWord(words, word);
  }
  if (pending !== '') pushWord(words, pending);
  return words;
}

function pushWord(words: string[], word: string): void {
  if (word === '') return;
  if (word.endsWith(':') && !endsInEscape(word.slice(0, -1))) {
    if (word.length > 1) words.push(word.slice(0, -1));
    words.push(':');
  } else words.push(word);
}

/** Whether the text ends in an odd number of `$`, so that the last one escapes what follows. */
export function endsInEscape(text: string): boolean {
  let at = text.length;
  while (at > 0 && text.charCodeAt(at - 1) === 0x24) at -= 1;
  return (text.length - at) % 2 === 1;
}
