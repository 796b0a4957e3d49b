import * as l10n from '@vscode/l10n';
import { type BuildFs, diskFs, namesIn, textOrNull } from '../../host/build-files';
import { absolute, pathKey, pathsOf } from '../build-paths';
import { indexFilesOf } from './pkl';
import { keysByDatabase } from './pkl-database';
import type { BuildTree } from '../build-tree';
import { leadsOut } from '../../shared/path-parts';

/** A file in the pkl folder that belongs to no type of the build. */
export interface Leftover {
  file: string;
  kind: 'pkl' | 'index' | 'stamp' | 'key';
  /** The key, if the leftover is one entry of a database and not a whole file. */
  key?: string;
  /** The type or module that it belonged to. */
  of: string;
  /** What the leftover may cause, in words. */
  consequence: string;
}

/**
 * The files that earlier configurations left in the pkl folder: files of types and modules that no longer exist, and pkl
 * files that no index file lists. They do no harm, but are confusing.
 */
export async function leftovers(build: BuildTree, fs: BuildFs = diskFs): Promise<Leftover[]> {
  const dir = build.layout.pkl;
  if (dir === null) return [];
  const paths = pathsOf(dir);
  // An external module writes into the build of ITK. Nearly all pkl files there belong to ITK.
  const isShared = leadsOut(paths.relative(build.dir, dir));
  const names = await namesIn(dir, fs);
  const types = new Set(build.types.map(({ name }) => name));
  // Files of an external module are in use.
  const external = new Set(build.external.flatMap(({ name, types: own }) => [name, ...own]));
  const stamps = new Set(build.modules.flatMap(({ stamp }) => (stamp === null ? [] : [pathKey(stamp)])));
  const listed = new Set<string>();
  for (const index of build.modules.flatMap((module) => indexFilesOf(build, module)))
    for (const line of ((await textOrNull(index, fs)) ?? '').split('\n'))
      if (line.trim() !== '') listed.add(pathKey(absolute(dir, line.trim())));
  const found: Leftover[] = [];
  for (const name of names.sort()) {
    const file = paths.join(dir, name);
    const index = /^(.+)\.index\.txt$/.exec(name)?.[1];
    const pkl = /^.+\.([^.]+)\.pkl$/.exec(name)?.[1];
    const stamped = /^(.+?)(?:\.pkl)?\.stamp$/.exec(name)?.[1];
    if (external.has(index ?? pkl ?? stamped ?? '')) continue;
    if (isShared && !(pkl !== undefined && types.has(pkl))) continue;
    if (index !== undefined && !types.has(index))
      found.push({
        file,
        kind: 'index',
        of: index,
        consequence: l10n.t('pyi_generator.py will remove it with a warning.'),
      });
    else if (pkl !== undefined && !listed.has(pathKey(file)))
      found.push({
        file,
        kind: 'pkl',
        of: pkl,
        consequence: types.has(pkl)
          ? l10n.t('No index file lists it: pyi_generator.py ignores it.')
          : l10n.t(
              'No type of this build is named {0}: it belongs to an earlier configuration and is ignored.',
              pkl,
            ),
      });
    else if (stamped !== undefined && !stamps.has(pathKey(file)))
      found.push({
        file,
        kind: 'stamp',
        of: stamped,
        consequence: l10n.t('No igenerator run of this build writes it.'),
      });
  }
  return [...found, ...(await leftoverKeys(build, dir, external, fs))];
}

/** The entries of the databases in the pkl folder that no index file lists. */
async function leftoverKeys(
  build: BuildTree,
  dir: string,
  external: ReadonlySet<string>,
  fs: BuildFs,
): Promise<Leftover[]> {
  if (!build.modules.some(({ stampGeneration }) => stampGeneration === 'sqlite-stamp')) return [];
  const indexes = build.modules.flatMap((module) => indexFilesOf(build, module));
  const texts = await Promise.all(indexes.map((index) => textOrNull(index, fs)));
  // Without its index file, the keys of a type are unknown.
  if (texts.includes(null)) return [];
  const listed = new Set(texts.flatMap((text) => (text ?? '').split('\n').map((line) => line.trim())));
  const types = new Set(build.types.map(({ name }) => name));
  const found: Leftover[] = [];
  for (const { file, keys } of await keysByDatabase(dir, fs))
    for (const key of [...keys].sort()) {
      const of = /(?:^|\.)([^.]+?)(?:\.pkl)?$/.exec(key)?.[1] ?? key;
      if (listed.has(key) || external.has(of)) continue;
      found.push({
        file,
        kind: 'key',
        key,
        of,
        consequence: types.has(of)
          ? l10n.t('No index file lists it, so pyi_generator.py does not use it.')
          : l10n.t(
              'No type of this build is named {0}: it belongs to an earlier configuration and is not used.',
              of,
            ),
      });
    }
  return found;
}
