import path from 'node:path';
import { readRegularFile } from '../../inputs/input-files';
import { mdxLines } from '../igenerator-arguments';
import { namesOfType } from './template-names';

/*
 * igenerator knows the C++ types that have an alias from .idx files: those of its module, and those of all modules that it
 * depends on. One line is `{C++ type} {alias} {type that wraps it}`. Most lines cannot affect a given type, because its XML
 * does not contain the names in them.
 */

/** One .idx file. */
export interface IdxFile {
  /** Absolute. */
  file: string;
  lines: readonly IdxLine[];
}

export interface IdxLine {
  text: string;
  alias: string;
  /** The names that an XML must contain if this line can matter to it. */
  names: readonly string[];
}

/**
 * The .idx files that these .mdx files lead to, in the order in which igenerator reads them. Null if one has a form that
 * igenerator does not write, or if two have the same name, which igenerator tells apart only in messages.
 */
export function reachableIdx(mdx: readonly string[]): string[] | null {
  const files = new Set<string>();
  const visited = new Set<string>();
  const visit = (file: string): boolean => {
    if (visited.has(file)) return true;
    visited.add(file);
    const lines = mdxLines(file);
    if (!lines) return false;
    return lines.every((line) => {
      const next = path.join(path.dirname(file), line);
      if (line.endsWith('.mdx')) return visit(next);
      files.add(next);
      return true;
    });
  };
  if (!mdx.every(visit)) return null;
  const names = new Set([...files].map((file) => path.basename(file)));
  return names.size === files.size ? [...files] : null;
}

/** Reads an .idx file. Null if it is missing or malformed. */
export function readIdx(file: string): IdxFile | null {
  const text = readRegularFile(file)?.bytes.toString('utf8');
  return text === undefined ? null : parseIdx(file, text);
}

/** Parses the text of an .idx file. Null if it is malformed. */
export function parseIdx(file: string, text: string): IdxFile | null {
  const lines: IdxLine[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, type, alias] = /^\{(.*)\} \{(.*)\} \{.*\}$/.exec(line) ?? [];
    if (type === undefined || alias === undefined) return null;
    lines.push({ text: line, alias, names: namesOfType(type) });
  }
  return { file, lines };
}

/** Stands for all names, in the names of an XML that may contain more than its text shows. */
export const ANY_NAME = '*';

/**
 * The lines that can affect a type whose XML has these names, and all lines of aliases that occur more than once,
 * because igenerator warns about them. Files without such lines are left out.
 */
export function relevantIdx(files: readonly IdxFile[], inXml: ReadonlySet<string>): IdxFile[] {
  const repeated = repeatedAliases(files);
  // `itk::Templates::X` is looked up by an alias that no other text contains.
  const all = inXml.has('Templates') || inXml.has(ANY_NAME);
  const isRelevant = ({ alias, names }: IdxLine): boolean =>
    all || names.every((name) => inXml.has(name)) || inXml.has(alias) || repeated.has(alias);
  return files
    .map(({ file, lines }) => ({ file, lines: lines.filter(isRelevant) }))
    .filter(({ lines }) => lines.length > 0);
}

const repeatedOf = new WeakMap<readonly IdxFile[], ReadonlySet<string>>();

function repeatedAliases(files: readonly IdxFile[]): ReadonlySet<string> {
  let repeated = repeatedOf.get(files);
  if (!repeated) {
    const seen = new Set<string>();
    const found = new Set<string>();
    for (const { lines } of files) for (const { alias } of lines) (seen.has(alias) ? found : seen).add(alias);
    repeatedOf.set(files, (repeated = found));
  }
  return repeated;
}
