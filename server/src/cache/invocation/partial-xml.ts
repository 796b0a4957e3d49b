import path from 'node:path';
import type { Invocation } from '../api';
import { namesOrNone, removeQuietly } from '../inputs/input-files';
import { absolutePath } from '../inputs/settled-path';

/**
 * Removes what a castxml that was ended by a signal left behind. clang writes `X.xml` via `X-<8 hex>.xml.tmp` and a rename, so
 * `X.xml` itself is never partial, and ninja repeats the run.
 */
export function removePartialXml({ args, cwd }: Invocation): void {
  const output = args[args.indexOf('-o') + 1];
  if (!args.includes('-o') || output === undefined) return;
  const { dir, name, ext } = path.parse(absolutePath(cwd, output));
  for (const file of namesOrNone(dir)) {
    const middle = file.slice(name.length, -`${ext}.tmp`.length);
    if (file.startsWith(name) && file.endsWith(`${ext}.tmp`) && /^-[0-9a-f]{8}$/.test(middle))
      removeQuietly(path.join(dir, file));
  }
}
