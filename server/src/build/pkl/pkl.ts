import * as path from 'node:path';
import { type BuildFs, diskFs, mtimeOrNull, namesIn, textOrNull } from '../../host/build-files';
import { optionOf } from '../raw-build';
import { isPklDatabase, readPklKeys } from './pkl-database';
import { absolute, cmakeList, pathKey, pathsOf } from '../build-paths';
import type { BuildModule, BuildTree } from '../build-tree';
import type { PklState } from '../../shared/type-state';

/**
 * The state of a module's pkl files on disk: the files that its index files name, and its stamp if this build has stamps.
 * Never throws. If the folder does not exist, everything counts as missing.
 */
export async function readPklState(
  build: BuildTree,
  module: BuildModule,
  fs: BuildFs = diskFs,
): Promise<PklState> {
  const dir = build.layout.pkl;
  const stampPresent = module.stamp === null ? null : (await mtimeOrNull(module.stamp, fs)) !== null;
  if (dir === null) return { listed: 0, present: 0, missing: [], missingIndex: [], stampPresent };
  // One listing of the folder covers all of its files, because pkl folders have thousands.
  const onDisk = new Set((await namesIn(dir, fs)).map((name) => pathKey(pathsOf(dir).join(dir, name))));
  const exists = async (file: string): Promise<boolean> =>
    onDisk.has(pathKey(file)) ||
    (pathsOf(file).dirname(file) !== dir && (await mtimeOrNull(file, fs)) !== null);
  const database = module.stampGeneration === 'sqlite-stamp' ? await keysOf(dir, onDisk, fs) : null;
  const keys = database?.keys ?? null;
  const damaged = database?.damaged ?? [];
  const missingIndex: string[] = [];
  const missing: string[] = [];
  let listed = 0;
  for (const index of indexFilesOf(build, module)) {
    const text = (await exists(index)) ? await textOrNull(index, fs) : null;
    if (text === null) {
      missingIndex.push(index);
      continue;
    }
    for (const line of text.split('\n')) {
      const entry = line.trim();
      if (entry === '') continue;
      listed += 1;
      const file = keys ? entry : absolute(dir, entry);
      if (!(keys ? keys.has(entry) : await exists(file))) missing.push(file);
    }
  }
  const counts = { listed, present: listed - missing.length, missing, missingIndex, stampPresent };
  return damaged.length > 0 ? { ...counts, damaged } : counts;
}

/**
 * The absolute paths of the index.txt files that a module's igenerator writes. Types that ITK leaves out of the stubs have
 * none.
 */
export function indexFilesOf(build: BuildTree, module: BuildModule): string[] {
  const dir = build.layout.pkl;
  if (dir === null) return [];
  const given = optionOf(module.igenerator?.argv ?? [], '--pyi_index_list');
  if (given !== null) return cmakeList(given).map((file) => absolute(module.igenerator?.cwd ?? dir, file));
  return module.igeneratorOutputs.filter((file) => file.endsWith('.index.txt'));
}

/**
 * The keys by pkl folder, with the modification times of its databases when they were read. A build has up to 96 modules
 * that use the same ones.
 */
const known = new Map<string, { seen: string; database: Database }>();

type Database = Pick<PklState, 'damaged'> & { keys: ReadonlySet<string> };

async function keysOf(dir: string, onDisk: ReadonlySet<string>, fs: BuildFs): Promise<Database> {
  const root = (process.env.ITK_WRAP_CACHE ?? '').split(path.delimiter).find((item) => item !== '');
  const dirs = root === undefined ? [dir] : [dir, root];
  const files = [
    ...[...onDisk].map((file) => path.basename(file)).map((name) => path.join(dir, name)),
    ...(root === undefined ? [] : (await namesIn(root, fs)).map((name) => path.join(root, name))),
  ].filter((file) => isPklDatabase(file));
  const times = await Promise.all(files.map(async (file) => `${file} ${await mtimeOrNull(file, fs)}`));
  const seen = times.join('\n');
  const before = known.get(dir);
  if (before?.seen === seen) return before.database;
  const { keys, unread } = await readPklKeys(dirs, fs);
  // While another process writes a database, we keep its old content. The next change or the end of the write causes a new
  // query.
  if (unread.some((one) => !one.damaged))
    return { keys: new Set([...(before?.database.keys ?? []), ...keys]) };
  const database = { keys, damaged: unread.map(({ file, message }) => ({ file, message })) };
  known.set(dir, { seen, database });
  return database;
}
