import path from 'node:path';
import { isInside } from '../../build/build-paths';
import type { BuildModule, BuildTree } from '../../build/build-tree';
import { readPklState } from '../../build/pkl/pkl';
import { removeFileInside } from '../../build/setup/remove-inside';
import { damagedText } from '../../shared/vocabulary';

/**
 * Removes the pkl databases of a module that SQLite cannot read, if that is allowed. igenerator could not write to them.
 * @returns why the repair is not possible; null if it is
 */
export async function removeDamagedDatabases(
  build: BuildTree,
  module: BuildModule,
  mayRemove: boolean,
): Promise<string | null> {
  const { pkl } = build.layout;
  // Reads the current state, because the repair of another module may have written a new database meanwhile.
  const { damaged = [] } = await readPklState(build, module);
  for (const database of damaged) {
    if (!mayRemove) return damagedText(database);
    // A damaged database is in the pkl folder, or in the first cache root from the environment.
    const inBuild = pkl !== null && isInside(database.file, pkl);
    const problem = await removeFileInside(database.file, [
      inBuild ? build.dir : path.dirname(database.file),
    ]);
    if (problem !== null) return problem;
  }
  return null;
}
