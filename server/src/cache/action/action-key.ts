import { sha256 } from '../codecs';
import { encodeText } from '../inputs/path-bytes';
import { tokenize, tokenizeFlags } from '../invocation/tree-pair';
import type { Action } from './action';

/** The key of an action: a digest of everything but the files that it reads, with tokens for its trees. */
export function actionKey({ tool, toolDigest, args, cwd, environment, trees }: Action): string {
  const flags = (text: string): string => (trees ? tokenizeFlags(text, trees) : text);
  const parts = [
    'a1',
    tool,
    toolDigest,
    trees ? tokenize(cwd, trees) : cwd,
    String(environment.length),
    ...environment.map(flags),
    ...args.map(flags),
  ];
  // A length precedes each part, because tokens contain the usual delimiter.
  return sha256(
    Buffer.concat(
      parts.flatMap((part) => {
        const bytes = encodeText(part);
        return [Buffer.from(`${bytes.length}\n`), bytes];
      }),
    ),
  );
}
