import { randomBytes } from 'node:crypto';
import { readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makePrivate, privateProblem } from '../../../host/private-folder';
import { bytesOrNullSync } from '../../../host/read-regular-file';
import { type DiskAnswer, digestOf } from './recording-disk';

/*
 * A file of a kept prediction: a magic line, the SHA-256 of everything after it, and then three lines of JSON:
 * the surroundings, the answers of the disk, and the data. Damaged files and those of other versions count as absent.
 */
const MAGIC = 'itk-wrap prediction v1';
/** A larger prediction is not kept. That of ITK has some 10 MB. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_FOLDER_BYTES = 256 * 1024 * 1024;
const MAX_FILES = 16;
/** A temporary file this old belongs to a process that has ended. */
const STALE_MS = 60 * 60 * 1000;

/** The content of a file. The data is parsed only when it is known to hold. */
export interface KeptFile {
  /** A digest of everything that the result depends on besides the disk. */
  surroundings: string;
  answers: readonly DiskAnswer[];
  data(): unknown;
}

/** Reads a file in a folder that must be private. Null if there is none, or if it cannot be used. */
export function readKeptFile(folder: string, name: string): KeptFile | null {
  if (privateProblem(folder) !== null) return null;
  const bytes = bytesOrNullSync(path.join(folder, name), MAX_FILE_BYTES);
  if (bytes === null) return null;
  const head = Buffer.byteLength(MAGIC) + 1;
  const start = head + 64 + 1;
  if (bytes.toString('latin1', 0, head) !== `${MAGIC}\n`) return null;
  const body = bytes.subarray(start);
  if (bytes.toString('latin1', head, start) !== `${digestOf(body)}\n`) return null;
  const first = body.indexOf(NEWLINE);
  const second = body.indexOf(NEWLINE, first + 1);
  try {
    return {
      surroundings: JSON.parse(body.toString('utf8', 0, first)) as string,
      answers: JSON.parse(body.toString('utf8', first + 1, second)) as DiskAnswer[],
      data: () => JSON.parse(body.toString('utf8', second + 1)) as unknown,
    };
  } catch {
    return null;
  }
}

const NEWLINE = 0x0a;

/**
 * Writes a file, and removes the oldest if there are too many. Nobody sees a partial file. Returns false if it is too large or
 * the folder is not private or cannot be written: then the next start evaluates again.
 */
export function writeKeptFile(
  folder: string,
  name: string,
  { surroundings, answers, data }: { surroundings: string; answers: readonly DiskAnswer[]; data: unknown },
): boolean {
  if (makePrivate(folder) !== null) return false;
  const body = Buffer.from([surroundings, answers, data].map((part) => JSON.stringify(part)).join('\n'));
  const head = `${MAGIC}\n${digestOf(body)}\n`;
  if (head.length + body.length > MAX_FILE_BYTES) return false;
  const temporary = path.join(folder, `.${name}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(temporary, Buffer.concat([Buffer.from(head), body]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path.join(folder, name));
    evict(folder);
    return true;
  } catch {
    rmSync(temporary, { force: true });
    return false;
  }
}

/** Notes that a file was used, so that others are removed before it. */
export function markUsed(folder: string, name: string, now = new Date()): void {
  try {
    utimesSync(path.join(folder, name), now, now);
  } catch {
    // It may be removed earlier than others.
  }
}

function evict(folder: string): void {
  const files = readdirSync(folder).flatMap((name) => {
    const stats = statSync(path.join(folder, name), { throwIfNoEntry: false });
    return stats?.isFile() ? [{ name, bytes: stats.size, at: stats.mtimeMs }] : [];
  });
  const old = files.filter(({ name, at }) => name.endsWith('.tmp') && Date.now() - at > STALE_MS);
  const kept = files.filter(({ name }) => !name.endsWith('.tmp')).sort((a, b) => b.at - a.at);
  let bytes = 0;
  const beyond = kept.filter((file, n) => (bytes += file.bytes) > MAX_FOLDER_BYTES || n >= MAX_FILES);
  for (const { name } of [...old, ...beyond]) rmSync(path.join(folder, name), { force: true });
}
