import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lstatOrNull, namesOrNone, removeQuietly } from '../inputs/input-files';
import { uniqueText } from '../codecs';

/*
 * `castxml -E` writes its text to a temporary file. It lies in a folder of this user's own below the system's temporary
 * folder, so that a run whose include directories name the latter does not see it come and go.
 */

/** Where preprocessed text goes: no other process uses the name. */
export function temporaryFile(): string {
  return path.join(ownFolder() ?? os.tmpdir(), `itk-castxml-cache-${uniqueText()}.i`);
}

/** `castxml -E` writes `X.i` by way of `X-<8 hex>.i.tmp`. */
const TEMPORARY = /^itk-castxml-cache-[\w-]+\.i(?:\.tmp)?$/;

const HOUR_MS = 3600 * 1000;

/** Removes what runs have left behind that were killed: no castxml takes an hour. Returns how many files that were. */
export function removeAbandonedTemporaries(): number {
  const beforeMs = Date.now() - HOUR_MS;
  const own = process.getuid?.();
  let removed = 0;
  for (const folder of [os.tmpdir(), ownFolder()])
    for (const name of folder === null ? [] : namesOrNone(folder)) {
      if (!TEMPORARY.test(name)) continue;
      const stats = lstatOrNull(path.join(folder!, name));
      if (!stats?.isFile() || stats.mtimeMs >= beforeMs || (own !== undefined && stats.uid !== own)) continue;
      removeQuietly(path.join(folder!, name));
      removed++;
    }
  return removed;
}

/** Made if it is not there; null if somebody else has put something in its place. */
function ownFolder(): string | null {
  const uid = process.getuid?.();
  if (uid === undefined) return os.tmpdir();
  const folder = path.join(os.tmpdir(), `itk-castxml-cache-${uid}`);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It is there already, or it cannot be made.
  }
  const stats = lstatOrNull(folder);
  return stats?.isDirectory() && stats.uid === uid && (stats.mode & 0o077) === 0 ? folder : null;
}
