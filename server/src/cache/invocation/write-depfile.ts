import fs from 'node:fs';
import path from 'node:path';
import type { CacheContext } from '../cache-context';
import { depfileNames, depfileText, type StagedDepfile, type WantedDepfile } from '../inputs/depfile';
import { removeQuietly, stagingName, statOrNull } from '../inputs/input-files';
import { encodePath } from '../inputs/path-bytes';
import { absolutePath } from '../inputs/settled-path';

/**
 * Writes the depfile of a run that read `files`. Null means that they are unknown: the depfile then names a file that does not
 * exist, so that ninja repeats the run. Without a depfile, ninja would believe that the run read nothing.
 */
export function writeDepfile(
  cache: CacheContext,
  wanted: WantedDepfile,
  cwd: string,
  files: readonly string[] | null,
): void {
  const depfile = stageDepfile(cache, wanted, cwd, files);
  if (!depfile) return;
  try {
    fs.renameSync(encodePath(depfile.staged), encodePath(depfile.file));
  } catch (error) {
    removeQuietly(depfile.staged);
    refuse(cache, depfile.file, error);
  }
}

/** Does everything that `writeDepfile` does before the last step, a rename. Null if the disk cannot be written. */
export function stageDepfile(
  cache: CacheContext,
  wanted: WantedDepfile,
  cwd: string,
  files: readonly string[] | null,
): StagedDepfile | null {
  const file = absolutePath(cwd, wanted.file);
  const names = files === null ? [`${file}.unknown`] : depfileNames(cwd, files);
  const folder = path.dirname(file);
  const staged = path.join(folder, stagingName(path.basename(file)));
  try {
    // Not `recursive`: Node then never returns for some folders that cannot be made, such as those in /proc.
    if (!statOrNull(folder)) fs.mkdirSync(encodePath(folder));
    fs.writeFileSync(encodePath(staged), depfileText(wanted.target, names), { flag: 'wx' });
    return { staged, file };
  } catch (error) {
    removeQuietly(staged);
    refuse(cache, file, error);
    return null;
  }
}

function refuse(cache: CacheContext, file: string, error: unknown): void {
  const message = `cannot write ${file}: ${(error as Error).message}; ninja may not notice a changed header`;
  cache.warn(message, 'depfile');
}
