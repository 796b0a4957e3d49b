import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';

/**
 * No text file that people write or that a build generates is larger than this. Callers pass a smaller limit when they know
 * one.
 */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** The limit for sources that are parsed as a whole: scripts and headers. ITK's files have less than a tenth of it. */
export const MAX_SOURCE_BYTES = 2 * 1024 * 1024;

/**
 * A file was opened but not read, because it is not a regular file or is too large. The message gives the reason in a few
 * words.
 */
export class UnreadableFileError extends Error {}

/** The bytes of a regular file, and its stats when it was opened. */
export interface RegularFile {
  bytes: Buffer;
  stats: Stats;
}

/**
 * Reads a regular file, and nothing else: a pipe, a device or a socket would block the thread or never end. Never reads more
 * than `maxBytes` bytes.
 * @throws the system's error if the file cannot be opened, UnreadableFileError if it is opened but not read
 */
export function readRegularFileSync(file: string, maxBytes = MAX_FILE_BYTES): RegularFile {
  const descriptor = openSync(file, NON_BLOCKING);
  try {
    const stats = fstatSync(descriptor);
    check(stats, maxBytes);
    const collector = new Collector(stats.size, maxBytes);
    while (collector.took(readSync(descriptor, ...collector.next(), null)));
    return { bytes: collector.bytes(), stats };
  } finally {
    closeSync(descriptor);
  }
}

/** The same, asynchronously. */
export async function readRegularFile(file: string, maxBytes = MAX_FILE_BYTES): Promise<Buffer> {
  const handle = await open(file, NON_BLOCKING);
  try {
    const stats = await handle.stat();
    check(stats, maxBytes);
    const collector = new Collector(stats.size, maxBytes);
    while (collector.took((await handle.read(...collector.next(), null)).bytesRead));
    return collector.bytes();
  } finally {
    await handle.close();
  }
}

/** Opens a regular file for reading in pieces. Throws as `readRegularFileSync` does. The caller closes it. */
export async function openRegularFile(file: string): Promise<FileHandle> {
  const handle = await open(file, NON_BLOCKING);
  try {
    check(await handle.stat(), Infinity);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The bytes of a regular file; null if it does not exist, cannot be read, or is too large. */
export function bytesOrNullSync(file: string, maxBytes?: number): Buffer | null {
  try {
    return readRegularFileSync(file, maxBytes).bytes;
  } catch {
    return null;
  }
}

/** The text (UTF-8) of a regular file; null if it does not exist, cannot be read, or is too large. */
export function textOrNullSync(file: string, maxBytes?: number): string | null {
  return bytesOrNullSync(file, maxBytes)?.toString('utf8') ?? null;
}

/** As `textOrNullSync`, asynchronously. */
export async function textOrNull(file: string, maxBytes?: number): Promise<string | null> {
  try {
    return (await readRegularFile(file, maxBytes)).toString('utf8');
  } catch {
    return null;
  }
}

/** Opening a pipe without a writer would block. Windows has neither this flag nor such pipes. */
const NON_BLOCKING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

function check(stats: Stats, maxBytes: number): void {
  if (stats.isDirectory()) throw new UnreadableFileError(l10n.t('it is a folder'));
  if (!stats.isFile()) throw new UnreadableFileError(l10n.t('it is not a regular file'));
  if (stats.size > maxBytes) throw tooLarge(stats.size, maxBytes);
}

function tooLarge(size: number, maxBytes: number): UnreadableFileError {
  return new UnreadableFileError(
    l10n.t('it has {0} bytes, and files of more than {1} are not read', size, maxBytes),
  );
}

/** Collects the bytes that are read. Files in /proc claim to be empty but are not, so the reported size is only a guess. */
class Collector {
  private buffer: Buffer;
  private length = 0;

  constructor(
    size: number,
    private readonly maxBytes: number,
  ) {
    // Reading one byte more than expected shows that the file has ended.
    this.buffer = Buffer.allocUnsafe(size + 1);
  }

  /** The place for the next piece. */
  next(): [buffer: Buffer, offset: number, length: number] {
    if (this.length === this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.maxBytes + 1, Math.max(4096, this.length * 2)));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    return [this.buffer, this.length, this.buffer.length - this.length];
  }

  /** Counts a piece. Returns false at the end of the file. */
  took(count: number): boolean {
    this.length += count;
    if (this.length > this.maxBytes) throw tooLarge(this.length, this.maxBytes);
    return count > 0;
  }

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }
}
