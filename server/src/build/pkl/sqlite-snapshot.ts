import * as l10n from '@vscode/l10n';
import { type BuildFs, reasonOf } from '../../host/build-files';

/**
 * The bytes of an SQLite database as of its last commit, taken while another process may write it. Nothing is locked, and no
 * file is written next to it. In WAL mode, commits that are not yet in the database file are taken from its `-wal` file. For
 * the formats, see SQLite's documentation, "Database File Format", sections 1.3 and 4.
 * @throws Error with the reason if there is no consistent state, for example during a rollback-mode write
 */
export async function sqliteSnapshot(file: string, fs: BuildFs): Promise<Uint8Array> {
  let reason = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    const before = await signature(file, fs);
    const database = await fs.readFile(file);
    const wal = await bytesOrEmpty(`${file}-wal`, fs);
    if (await isHot(`${file}-journal`, fs)) reason = l10n.t('another process is writing it');
    else if ((await signature(file, fs)) !== before) reason = l10n.t('it changes faster than it can be read');
    else return withoutWal(applyWal(database, wal));
  }
  throw new Error(reason);
}

const ATTEMPTS = 5;
const RETRY_MS = 60;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;

/** A value that changes when a commit or a checkpoint rewrites the database file, or when the WAL restarts. */
async function signature(file: string, fs: BuildFs): Promise<string> {
  const { size, mtimeMs } = await fs.stat(file);
  const wal = await bytesOrEmpty(`${file}-wal`, fs, WAL_HEADER);
  return `${size} ${mtimeMs} ${wal.toString('hex')}`;
}

/** Whether a rollback journal has content. If so, a write is in progress or was interrupted. */
async function isHot(journal: string, fs: BuildFs): Promise<boolean> {
  return (await bytesOrEmpty(journal, fs, 8)).some((byte) => byte !== 0);
}

async function bytesOrEmpty(file: string, fs: BuildFs, length?: number): Promise<Buffer> {
  try {
    if (length === undefined) return await fs.readFile(file);
    const handle = await fs.open(file);
    try {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await handle.read(buffer, 0, length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw new Error(reasonOf(error), { cause: error });
  }
}

/** Writes the frames of a WAL's committed transactions into the pages of its database. */
export function applyWal(database: Buffer, wal: Buffer): Buffer {
  if (wal.length < WAL_HEADER) return database;
  const magic = wal.readUInt32BE(0);
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return database;
  const pageSize = wal.readUInt32BE(8);
  if (pageSize < 512 || pageSize > 65536) return database;
  const word =
    magic === 0x377f0683 ? (at: number) => wal.readUInt32BE(at) : (at: number) => wal.readUInt32LE(at);
  let sum: [number, number] = checksum(word, 0, 24, [0, 0]);
  if (sum[0] !== wal.readUInt32BE(24) || sum[1] !== wal.readUInt32BE(28)) return database;

  const pages = new Map<number, number>();
  let committed = new Map<number, number>();
  let pageCount = 0;
  for (let at = WAL_HEADER; at + FRAME_HEADER + pageSize <= wal.length; at += FRAME_HEADER + pageSize) {
    // A frame of an older cycle of the WAL has a different salt. A partly written frame has a wrong checksum.
    if (wal.compare(wal, 16, 24, at + 8, at + 16) !== 0) break;
    sum = checksum(word, at, at + 8, sum);
    sum = checksum(word, at + FRAME_HEADER, at + FRAME_HEADER + pageSize, sum);
    if (sum[0] !== wal.readUInt32BE(at + 16) || sum[1] !== wal.readUInt32BE(at + 20)) break;
    pages.set(wal.readUInt32BE(at), at + FRAME_HEADER);
    const sizeAfterCommit = wal.readUInt32BE(at + 4);
    if (sizeAfterCommit > 0) {
      pageCount = sizeAfterCommit;
      committed = new Map(pages);
    }
  }
  if (pageCount === 0) return database;
  const result = Buffer.alloc(pageCount * pageSize);
  database.copy(result);
  for (const [page, at] of committed)
    if (page >= 1 && page <= pageCount) wal.copy(result, (page - 1) * pageSize, at, at + pageSize);
  return result;
}

/** SQLite's WAL checksum over [start, end), which is a multiple of 8 bytes. */
function checksum(
  word: (at: number) => number,
  start: number,
  end: number,
  [first, second]: [number, number],
): [number, number] {
  let [a, b] = [first, second];
  for (let at = start; at < end; at += 8) {
    a = (a + word(at) + b) >>> 0;
    b = (b + word(at + 4) + a) >>> 0;
  }
  return [a, b];
}

/** Sets rollback mode in the header, because a reader without shared memory rejects a WAL-mode database. */
function withoutWal(database: Buffer): Uint8Array {
  const copy = Buffer.from(database);
  if (copy.length >= 20 && copy[18] === 2) copy[18] = copy[19] = 1;
  return copy;
}
