/** Variables of a ninja file, looked up while text is evaluated. An undefined one is empty, as in ninja. */
export type Lookup = (name: string) => string;

/**
 * Evaluates ninja's escapes: `$$`, `$ `, `$:`, `$` before a line's end (continuation: the next line's indentation goes
 * too), `$name` and `${name}`. Anything else after a `$` stays as written.
 */
export function evaluate(text: string, lookup: Lookup): string {
  if (!text.includes('$')) return text;
  return text.replace(
    /\$(?:([$ :])|\r?\n[ ]*|\{([A-Za-z0-9_.-]+)\}|([A-Za-z0-9_-]+))/g,
    (_whole, escape?: string, braced?: string, plain?: string) => {
      if (escape !== undefined) return escape;
      const name = braced ?? plain;
      return name === undefined ? '' : lookup(name);
    },
  );
}

/** The parts of a `build` line, evaluated. `implicitOutputs` stand after `|` on the left and are not among `outputs`. */
export interface BuildLine {
  outputs: string[];
  implicitOutputs: string[];
  rule: string;
  /** Explicit inputs and implicit ones (after `|`). */
  inputs: string[];
  /** After `||`. */
  orderOnly: string[];
}

/** Splits what follows `build ` into its parts. Null where it has no `:`, so no rule. */
export function parseBuildLine(text: string, lookup: Lookup): BuildLine | null {
  const words = splitPaths(text);
  const colon = words.indexOf(':');
  if (colon < 0 || colon + 1 >= words.length) return null;
  const left = words.slice(0, colon);
  const right = words.slice(colon + 2);
  const evaluated = (list: string[]): string[] => list.map((word) => evaluate(word, lookup));
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

/** CMake lists each output a second time by its absolute path; those are left out. */
function withoutDoubles(left: readonly string[], bar: number): string[] {
  const explicit = new Set(left.slice(0, bar));
  return left
    .slice(bar + 1)
    .filter((word) => !(word.startsWith(WORK_DIR) && explicit.has(word.slice(WORK_DIR.length))));
}

/** Words between unescaped blanks, escapes kept; an unescaped `:` is a word of its own. */
function splitPaths(text: string): string[] {
  // A path with an escaped blank is rare, so the line is cut at blanks first and such words are joined again.
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

/** Whether the text ends in an odd number of `$`, which escapes what follows. */
export function endsInEscape(text: string): boolean {
  let at = text.length;
  while (at > 0 && text.charCodeAt(at - 1) === 0x24) at -= 1;
  return (text.length - at) % 2 === 1;
}
