// A private copy of the real ITK, in which the scenes may change headers and run the build's tools.
import { cp, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { provide } from '../cache-folder.mjs';
import { ensureItk } from '../itk.mjs';
import { root } from '../root.mjs';
import { step } from '../step.mjs';

/** All other modules depend on this one, so igenerator reads its .idx files for each of them. */
const BASE = 'ITKCommon';

/**
 * Returns the absolute paths `{ source, build }` of ITK 5.2.1 with a build in which castxml and igenerator have run for
 * ITKCommon. Treat them as read-only, like those of `ensureItk`. dist/ has to be built.
 */
export async function ensureWrappedItk() {
  const { source, build } = await ensureItk();
  const wrapped = await provide('itk-5.2.1/build-common', BASE, async (folder) => {
    await copyMoved(build, folder, (text) => text.replaceAll(build, folder));
    await step(`Running castxml and igenerator for ${BASE}`, 'some 10 minutes', async (run) => {
      for (const command of ['castxml', 'igenerator'])
        await run(
          process.execPath,
          [path.join(root, 'dist/itk-wrap.js'), command, '--module', BASE, '--build', folder],
          { env: { ...process.env, ITK_WRAP_CACHE_BYPASS: '1' } },
        );
    });
  });
  return { source, build: wrapped };
}

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
