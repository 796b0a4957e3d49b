import { CannotAsk } from '../exit';

/**
 * CMake options as `-D` gives them: `NAME=VALUE` or `NAME:TYPE=VALUE`.
 * @throws CannotAsk if one has another form
 */
export function definitions(defines: readonly string[]): Record<string, string> {
  const cache: Record<string, string> = {};
  for (const define of defines) {
    const match = /^([^:=]+)(?::[A-Z]+)?=(.*)$/s.exec(define);
    if (match === null) throw new CannotAsk(`-D ${define}: write it as NAME=VALUE.`);
    cache[match[1]!] = match[2]!;
  }
  return cache;
}

/** Collects the values of a repeated `-D`. Each takes one value, so that a path may follow it, as in `cmake -D A=B .`. */
export const addDefinition = (define: string, before: readonly string[] = []): string[] => [
  ...before,
  define,
];
