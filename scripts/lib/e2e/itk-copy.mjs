// A private copy of the real ITK, in which the scenes may change headers and run the build's tools.
import { cp, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Copies the sources to `<folder>/ITK` and their build to `<folder>/ITK/build`, with the times of all files. Replaces both
 * paths in the files of the build, because a build that was only copied counts as moved. Paths are absolute. Returns the path
 * of the new sources.
 */
export async function copyItk({ source, build }, folder) {
  const toSource = path.join(folder, 'ITK');
  const toBuild = path.join(toSource, 'build');
  // Folders with a dot hold the data of ITK's tests, which is most of its size.
  const isWanted = (file) => !path.relative(source, file).startsWith('.');
  await cp(source, toSource, { recursive: true, preserveTimestamps: true, filter: isWanted });
  await copyMoved(build, toBuild, (text) => text.replaceAll(build, toBuild).replaceAll(source, toSource));
  return toSource;
}

/** Copies a folder and passes the text of each file through `move`. */
async function copyMoved(from, to, move) {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [file, copy] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await copyMoved(file, copy, move);
    if (!entry.isFile()) continue;
    const { atime, mode, mtime } = await stat(file);
    // This encoding keeps every byte of a file that is not text.
    await writeFile(copy, move(await readFile(file, 'latin1')), { encoding: 'latin1', mode });
    await utimes(copy, atime, mtime);
  }
}
