/*
 * `<M>_snake_case.py` has the names of a module's functions: `snake_case_functions = ('a', 'b', )`. The names of its types'
 * own files make it up.
 */

/** The module's file, from the files of runs for parts of its types. Null if one has another form. */
export function joinSnakeCase(parts: readonly Buffer[]): Buffer | null {
  const files = parts.map((part) => parse(part.toString('utf8')));
  const [first] = files;
  if (!first || files.some((file) => file?.head !== first.head || file.tail !== first.tail)) return null;
  // Python sorts by code point. The names are ASCII.
  const names = [...new Set(files.flatMap((file) => file?.names ?? []))].sort();
  return Buffer.from(text({ ...first, names }));
}

interface SnakeCase {
  head: string;
  names: readonly string[];
  tail: string;
}

function parse(content: string): SnakeCase | null {
  const [, head, list, tail] = /^([^()']*\()([^()]*)(\)\n?)$/.exec(content) ?? [];
  if (head === undefined || list === undefined || tail === undefined) return null;
  const file = { head, names: (list.match(/'\w+'/g) ?? []).map((name) => name.slice(1, -1)), tail };
  return text(file) === content ? file : null;
}

const text = ({ head, names, tail }: SnakeCase): string =>
  head + names.map((name) => `'${name}', `).join('') + tail;
