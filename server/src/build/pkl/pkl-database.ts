import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { SqlJsStatic } from 'sql.js';
import { type BuildFs, namesIn } from '../../host/build-files';
import { sqliteSnapshot } from './sqlite-snapshot';

const NAME = /^itk-pkl-v\d+\.db$/;
const TABLE = 'pkl_data';

/** Whether a file is a pkl database, or a file that SQLite keeps next to one while writing. */
export function isPklDatabase(file: string): boolean {
  return /(?:^|[\\/])itk-pkl-v\d+\.db(?:-wal|-journal)?$/.test(file);
}

/** A database that could not be read. */
export interface UnreadDatabase {
  file: string;
  message: string;
  damaged: boolean;
}

/** The keys of the pkl databases of a build. */
export interface PklKeys {
  keys: ReadonlySet<string>;
  databases: readonly string[];
  /** Databases that could not be read, with the reason. `damaged` means that SQLite will never be able to read it. */
  unread: readonly UnreadDatabase[];
}

/**
 * Reads the keys of every `itk-pkl-v*.db` in these folders: the build's pkl folder, and the first root of the cache.
 * igenerator uses the latter when `ITK_WRAP_CACHE` is set. Only reads, and works while igenerator writes.
 */
export async function readPklKeys(dirs: readonly string[], fs: BuildFs): Promise<PklKeys> {
  const keys = new Set<string>();
  const databases: string[] = [];
  const unread: UnreadDatabase[] = [];
  for (const dir of new Set(dirs))
    for (const name of (await namesIn(dir, fs)).filter((entry) => NAME.test(entry)).sort()) {
      const file = path.join(dir, name);
      try {
        for (const key of await keysOf(file, fs)) keys.add(key);
        databases.push(file);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        unread.push({ file, message, damaged: error instanceof DamagedError });
      }
    }
  return { keys, databases, unread };
}

/** The keys of each readable database in a folder. */
export async function keysByDatabase(
  dir: string,
  fs: BuildFs,
): Promise<{ file: string; keys: readonly string[] }[]> {
  const found: { file: string; keys: readonly string[] }[] = [];
  for (const name of (await namesIn(dir, fs)).filter((entry) => NAME.test(entry)).sort()) {
    const file = path.join(dir, name);
    const keys = await keysOf(file, fs).catch(() => null);
    if (keys !== null) found.push({ file, keys });
  }
  return found;
}

/** SQLite cannot interpret the bytes. */
class DamagedError extends Error {}

async function keysOf(file: string, fs: BuildFs): Promise<string[]> {
  const bytes = await sqliteSnapshot(file, fs);
  if (bytes.length === 0) return [];
  const SQL = await sqlite();
  try {
    return keysIn(SQL, bytes);
  } catch (error) {
    throw new DamagedError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function keysIn(SQL: SqlJsStatic, bytes: Uint8Array): string[] {
  const database = new SQL.Database(bytes);
  try {
    const info = database.exec(`PRAGMA table_info(${TABLE})`)[0];
    if (!info) return [];
    // Columns: cid, name, type, notnull, dflt_value, pk.
    const columns = info.values.map((row) => ({ name: String(row[1]), primary: Number(row[5]) }));
    const key =
      columns.find(({ name }) => name === 'key') ??
      columns.find(({ primary }) => primary === 1) ??
      columns[0];
    if (!key) return [];
    const result = database.exec(`SELECT "${key.name.replaceAll('"', '""')}" FROM ${TABLE}`)[0];
    return result?.values.map(([value]) => String(value)) ?? [];
  } finally {
    database.close();
  }
}

let loaded: Promise<SqlJsStatic> | undefined;

/** SQLite. It is loaded when the first database is found, because most builds have none. */
function sqlite(): Promise<SqlJsStatic> {
  loaded ??= import('sql.js').then(({ default: initSqlJs }) =>
    initSqlJs({ wasmBinary: new Uint8Array(readFileSync(wasmFile())).buffer }),
  );
  return loaded;
}

/** The path of the wasm: next to the bundle, or in node_modules if this runs from the sources. */
function wasmFile(): string {
  const beside = path.join(__dirname, 'sql-wasm.wasm');
  return existsSync(beside) ? beside : createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');
}
