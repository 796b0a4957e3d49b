import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * One case of tree-sitter's corpus format: a heading between lines of `=`, the text, a line of `-`, and the expected tree.
 */
export interface CorpusCase {
  file: string;
  name: string;
  text: string;
  /** In the form that `sExpression` returns. */
  tree: string;
}

const folder = path.resolve(__dirname, '../../server/grammar/test/corpus');

/** Reads all cases of the corpus. */
export function readCorpus(): CorpusCase[] {
  return readdirSync(folder).flatMap((file) => {
    const parts = readFileSync(path.join(folder, file), 'utf8').split(/^={3,}\n(.+)\n={3,}\n\n/m);
    return Array.from({ length: (parts.length - 1) / 2 }, (_, i) => {
      const [text = '', tree = ''] = parts[2 * i + 2]!.split(/\n\n-{3,}\n\n/);
      return { file, name: parts[2 * i + 1]!, text, tree: sExpression(tree) };
    });
  });
}

/** Puts a tree on one line, without the names of fields. */
export function sExpression(tree: string): string {
  return tree
    .replace(/\b\w+: /g, '')
    .replace(/\s+/g, ' ')
    .replace(/ \)/g, ')')
    .trim();
}
