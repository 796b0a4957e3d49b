import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lstatOrNull, namesOrNone, removeQuietly } from '../inputs/input-files';
import { uniqueText } from '../codecs';

/*
 * `castxml -E` writes its text to a temporary file in a private folder below the system's temporary folder. If an include
 * directory is the system's temporary folder, the run then does not see the file appear and disappear.
 */

/** The file for preprocessed text. No other process uses this name. */
export function temporaryFile(): string {
  return path.join(ownFolder() ?? os.tmpdir(), `itk-castxml-cache-${uniqueText()}.i`);
}

/** An empty temporary file. Null if there cannot be one. */
export function newTemporaryFile(): string | null {
  const file = temporaryFile();
  try {
    fs.writeFileSync(file, '', { flag: 'wx' });
    return file;
  } catch {
    return null;
  }
}

/** `castxml -E` writes `X.i` via `X-<8 hex>.i.tmp`. */
const TEMPORARY = /^itk-castxml-cache-[\w-]+\.i(?:\.tmp)?$/;

const HOUR_MS = 3600 * 1000;

/** Removes files older than an hour, which killed runs left behind. No castxml takes that long. Returns their number. */
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

/** The private folder, which is created if necessary. Null if something else is in its place. */
function ownFolder(): string | null {
  const uid = process.getuid?.();
  if (uid === undefined) return os.tmpdir();
  const folder = path.join(os.tmpdir(), `itk-castxml-cache-${uid}`);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It already exists, or it cannot be created.
  }
  const stats = lstatOrNull(folder);
  return stats?.isDirectory() && stats.uid === uid && (stats.mode & 0o077) === 0 ? folder : null;
}
