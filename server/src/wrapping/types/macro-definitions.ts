import { ownText } from '../../shared/own-text';

/** A macro with arguments, as a header defines it. */
export interface MacroDefinition {
  parameters: readonly string[];
  /** On one line. */
  replacement: string;
}

/** Null for a macro that is defined in several ways. */
export type MacroDefinitions = ReadonlyMap<string, MacroDefinition | null>;

/**
 * The macros with arguments that some headers define. No preprocessor runs: what the branches of a condition define differently
 * is not decided. Macros with any number of arguments are not decided either.
 */
export function macroDefinitions(headers: Iterable<string>): Map<string, MacroDefinition | null> {
  const macros = new Map<string, MacroDefinition | null>();
  for (const text of headers)
    for (const [, name = '', parameters = '', lines = ''] of text.matchAll(DEFINITION)) {
      const replacement = ownText(
        lines
          .replace(/\\\r?\n/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      );
      const found = parameters.includes('...')
        ? null
        : { parameters: parameters.split(',').map((one) => ownText(one.trim())), replacement };
      const known = macros.get(name);
      macros.set(ownText(name), known === undefined || isSame(known, found) ? found : null);
    }
  return macros;
}

const DEFINITION = /^[ \t]*#[ \t]*define[ \t]+(\w+)\(([^()\n]*)\)((?:\\\r?\n|[^\n])*)/gm;

const isSame = (a: MacroDefinition | null, b: MacroDefinition | null): boolean =>
  a?.replacement === b?.replacement && a?.parameters.join() === b?.parameters.join();

/** No real macro needs more. */
const MAX_LENGTH = 200_000;
const MAX_CALL = 5000;

/**
 * Replaces the calls of macros in a text once. Calls whose macro is not known, or takes another number of arguments, stay. So
 * does all text from a call that does not end.
 */
export function expandMacros(text: string, macros: MacroDefinitions): string {
  let expanded = '';
  let from = 0;
  CALL.lastIndex = 0;
  for (let call = CALL.exec(text); call !== null && expanded.length < MAX_LENGTH; call = CALL.exec(text)) {
    const macro = macros.get(call[1]!);
    if (!macro) continue;
    const found = argumentsAt(text, CALL.lastIndex);
    if (found === null) break;
    if (found.args.length !== macro.parameters.length) continue;
    expanded += `${text.slice(from, call.index)} ${replaced(macro, found.args)} `;
    from = CALL.lastIndex = found.end;
  }
  return expanded + text.slice(from);
}

const CALL = /\b([A-Za-z_]\w*)\s*\(/g;

/** The arguments of a call, and where it ends. Null if it does not end, or is longer than any real one. */
function argumentsAt(text: string, from: number): { args: string[]; end: number } | null {
  const args: string[] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at < Math.min(text.length, from + MAX_CALL); at++) {
    const mark = text[at]!;
    if (depth === 0 && (mark === ',' || mark === ')')) {
      args.push(text.slice(start, at).trim());
      start = at + 1;
      if (mark === ')') return { args, end: start };
    } else if ('([{'.includes(mark)) depth++;
    else if (')]}'.includes(mark)) depth--;
  }
  return null;
}

/** `#name` becomes a string, and `Set##name` one word. */
function replaced({ parameters, replacement }: MacroDefinition, args: readonly string[]): string {
  const values = new Map(parameters.map((name, n) => [name, args[n]!]));
  const texts = replacement
    .replace(/(?<!#)#\s*([A-Za-z_]\w*)/g, (whole, name: string) => (values.has(name) ? '""' : whole))
    .replace(/[A-Za-z_]\w*/g, (name) => values.get(name) ?? name)
    .split('##');
  return texts.map((text) => text.trim()).join('');
}
