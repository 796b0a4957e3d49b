import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uniqueText } from './runtime';

/** Where preprocessed text goes: no other process uses the name. */
export function temporaryFile(): string {
  return path.join(os.tmpdir(), `itk-castxml-cache-${uniqueText()}.i`);
}

/** `castxml -E` writes `X.i` by way of `X-<8 hex>.i.tmp`. */
const TEMPORARY = /^itk-castxml-cache-[\w-]+\.i(?:\.tmp)?$/;

const HOUR_MS = 3600 * 1000;

/** The temporary files that runs have left behind which were killed: no castxml takes an hour. */
export function abandonedTemporaries(): string[] {
  const folder = os.tmpdir();
  const beforeMs = Date.now() - HOUR_MS;
  try {
    return fs
      .readdirSync(folder)
      .filter((name) => TEMPORARY.test(name))
      .map((name) => path.join(folder, name))
      .filter((file) => (fs.lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < beforeMs);
  } catch {
    return [];
  }
}
