import * as l10n from '@vscode/l10n';
import { cacheDamage, damagedNext } from './cache-damage';
import { parseCMakeCache } from '../cmake-cache';
import { type BuildFs, diskFs, readBytes } from '../../host/build-files';
import { madeElsewhere, movedProblem } from './made-elsewhere';
import { pathsOf } from '../build-paths';
import type { BuildProblem, Unsound } from '../build-tree';

/** The content of a build's CMakeCache.txt, and whether it can be trusted. */
export interface SoundCache {
  /** Every entry's value by name. For a damaged file, the entries that could be read. */
  entries: ReadonlyMap<string, string>;
  /** Why the cache cannot be trusted. Null if it can, and also if there is no such file. */
  unsound: Unsound | null;
  /** The problem with the file. */
  problem: BuildProblem | null;
  /** The folder that the build was configured in, if it was moved or copied. */
  madeIn: string | null;
}

/** Reads the CMakeCache.txt of a build, and checks that it is complete and belongs to this folder. Never throws. */
export async function readSoundCache(dir: string, fs: BuildFs = diskFs): Promise<SoundCache> {
  const file = pathsOf(dir).join(dir, 'CMakeCache.txt');
  const read = await readBytes(
    file,
    l10n.t('Configure this folder with CMake, or choose another build.'),
    fs,
  );
  if ('problem' in read) return { entries: new Map(), unsound: null, problem: read.problem, madeIn: null };
  const text = read.bytes.toString('utf8');
  const entries = parseCMakeCache(text);
  const damage = cacheDamage(file, text, entries);
  if (damage !== null) {
    const problem = { file, message: damage, next: damagedNext() };
    return { entries, unsound: 'damaged', problem, madeIn: null };
  }
  const madeIn = await madeElsewhere(dir, entries, fs);
  if (madeIn === null) return { entries, unsound: null, problem: null, madeIn };
  const problem = await movedProblem({ dir, madeIn, file }, fs);
  return { entries, unsound: 'moved', problem, madeIn };
}
