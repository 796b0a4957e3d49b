/** A name that a header requires to be defined: else it stops with `#error`. */
export interface RequiredDefinition {
  name: string;
  /** The line of the `#error`, counted from 0. */
  line: number;
}

/** More than any real header has. */
const MAX_REQUIRED = 50;

/**
 * The names without which a header stops: `#ifndef NAME` or `#if !defined(NAME)` with an `#error` as the first line in it. A name
 * that the header defines itself does not count.
 */
export function requiredDefinitions(text: string): RequiredDefinition[] {
  if (!text.includes('#')) return [];
  const found: RequiredDefinition[] = [];
  let tested: string | null = null;
  for (const [line, code] of text.split('\n').entries()) {
    const plain = code.split('//', 1)[0]!.trim();
    if (plain === '' || plain.startsWith('/*') || plain.startsWith('*')) continue;
    const name = TESTED.exec(plain)?.slice(1).find(Boolean);
    if (tested !== null && ERROR.test(plain) && found.length < MAX_REQUIRED)
      found.push({ name: tested, line });
    tested = name ?? null;
  }
  return found.filter(({ name }) => !new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}\\b`, 'm').test(text));
}

const TESTED = /^#\s*(?:ifndef\s+(\w+)|if\s+!\s*defined\s*\(\s*(\w+)\s*\)|if\s+!\s*defined\s+(\w+))$/;
const ERROR = /^#\s*error\b/;
