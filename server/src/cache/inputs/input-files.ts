import fs from 'node:fs';
import { decodePath, encodePath } from './path-bytes';
import { uniqueText } from '../codecs';

/** Identifies a state of a file without reading it. Times are milliseconds since 1970, with fractions. */
export interface Signature {
  size: number;
  mtimeMs: number;
  ctimeMs: number;
  ino: number;
}

/** A file's bytes, their signature, and the owner and mode of the file. */
export interface FileContent {
  bytes: Buffer;
  signature: Signature;
  owner: { uid: number; mode: number };
}

const NON_BLOCKING = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0);
const NO_FOLLOW = fs.constants.O_NOFOLLOW ?? 0;

/**
 * The bytes of a regular file. Null for anything else, and if the file cannot be read. Never blocks on a pipe or a device.
 * With `followLinks: false`, a link is not a regular file.
 */
export function readRegularFile(
  file: string,
  maxBytes = Number.MAX_SAFE_INTEGER,
  { followLinks = true } = {},
): FileContent | null {
  let descriptor: number;
  try {
    // Windows always follows links, whatever the flags are.
    if (!followLinks && NO_FOLLOW === 0 && fs.lstatSync(encodePath(file)).isSymbolicLink()) return null;
    descriptor = fs.openSync(encodePath(file), followLinks ? NON_BLOCKING : NON_BLOCKING | NO_FOLLOW);
  } catch {
    return null;
  }
  try {
    const stats = fs.fstatSync(descriptor);
    if (!stats.isFile() || stats.size > maxBytes) return null;
    const { uid, mode } = stats;
    return { bytes: fs.readFileSync(descriptor), signature: toSignature(stats), owner: { uid, mode } };
  } catch {
    return null;
  } finally {
    closeQuietly(descriptor);
  }
}

function closeQuietly(descriptor: number): void {
  try {
    fs.closeSync(descriptor);
  } catch {
    // A failure to close does not affect what was read.
  }
}

/** The file at a path, following links. Null if there is none or it cannot be examined. */
export function statOrNull(file: string): fs.Stats | null {
  try {
    return fs.statSync(encodePath(file), { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** Like `statOrNull`, but does not follow a link. */
export function lstatOrNull(file: string): fs.Stats | null {
  try {
    return fs.lstatSync(encodePath(file), { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** Like `statOrNull`, with times in nanoseconds. */
export function exactStatOrNull(file: string): fs.BigIntStats | null {
  try {
    return fs.statSync(encodePath(file), { throwIfNoEntry: false, bigint: true }) ?? null;
  } catch {
    return null;
  }
}

/** The names in a folder. Empty if it cannot be listed. */
export function namesOrNone(folder: string): string[] {
  try {
    return namesIn(folder);
  } catch {
    return [];
  }
}

/** The names in a folder, decoded like `decodePath`. Throws the system's error. */
function namesIn(folder: string): string[] {
  const names = fs.readdirSync(encodePath(folder));
  // Names that are not UTF-8 are rare, and reading bytes takes longer.
  if (!names.some((name) => name.includes('\ufffd'))) return names;
  return fs.readdirSync(encodePath(folder), { encoding: 'buffer' }).map(decodePath);
}

/**
 * The file at a path, following links. Undefined if neither we nor the compiler can see one.
 * @throws CannotTell
 */
export function statOrTell(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(encodePath(file), { throwIfNoEntry: false });
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw new CannotTell(file, error);
  }
}

/**
 * The names in a folder. Empty if it does not exist or we have no permission to list it.
 * @throws CannotTell
 */
export function namesOrTell(folder: string): string[] {
  try {
    return namesIn(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return [];
    throw new CannotTell(folder, error);
  }
}

/**
 * Whether an error means that a name does not exist, both for the compiler and for us. Any other error (EIO, EMFILE, ESTALE
 * …) says nothing about the disk, and the file may exist.
 */
function isAbsence(error: unknown): boolean {
  return ABSENT.has((error as NodeJS.ErrnoException).code ?? '');
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP', 'ENAMETOOLONG', 'EINVAL']);

/** A file that the result depends on could not be examined, so no conclusion is allowed. */
export class CannotTell extends Error {
  constructor(
    readonly subject: string,
    error: unknown,
  ) {
    super(`${subject} cannot be looked at: ${(error as Error).message}`);
  }
}

/** The signature of a file from its stats. */
export function toSignature(stats: fs.Stats): Signature {
  return { size: stats.size, mtimeMs: stats.mtimeMs, ctimeMs: stats.ctimeMs, ino: stats.ino };
}

export function sameSignature(a: Signature, b: Signature): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}

/**
 * Clocks tick and file systems round. If a file changed less than this before it was read, it may change again without a
 * trace in its timestamps.
 */
export const RACY_MS = 2000;

/**
 * Whether a file's timestamps are too close to `atMs`, or after it, to prove its content. `slackMs`: the time by which the
 * clock that made them may be behind.
 */
export function isRacy(signature: Signature, atMs: number, slackMs = 0): boolean {
  return Math.max(signature.mtimeMs, signature.ctimeMs) > atMs - RACY_MS - slackMs;
}

/** A name that no other process, here or on another machine, uses for a file that is being written. */
export function stagingName(name: string): string {
  return `.${name}.${uniqueText()}.tmp`;
}

/** The path without links. The same path if it leads nowhere. */
export function realPathOrSame(file: string): string {
  try {
    return decodePath(fs.realpathSync.native(encodePath(file), { encoding: 'buffer' }));
  } catch {
    return file;
  }
}

/** Removes a file or a folder. Anything that cannot be removed stays. */
export function removeQuietly(file: string): void {
  try {
    fs.rmSync(encodePath(file), { recursive: true, force: true });
  } catch {
    // The next eviction removes what is left.
  }
}
