// The workspaces that scenes run in: a folder of its own for each run, so that a scene may change what it likes.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureItk } from '../itk.mjs';
import { root } from '../root.mjs';
import { step } from '../step.mjs';

/**
 * By kind, which is the name of a folder in test/e2e/suite: how to lay the workspace out in `folder` (empty, absolute).
 * Each gives `{ open, settings }`: the folder that the editor opens, and user settings that the scenes need.
 */
export const workspaces = {
  /** Nothing that has to do with ITK. */
  async empty(folder) {
    await writeFile(path.join(folder, 'notes.txt'), 'Nothing of ITK is in here.\n');
    return { open: folder, settings: {} };
  },

  /** The sample project without its build, as a clone has it. */
  async unbuilt(folder) {
    return { open: await copySample(folder), settings: {} };
  },

  /** The sample project, configured where it lies, and run through castxml and igenerator. */
  async sample(folder) {
    const open = await copySample(folder);
    await step('Configuring and running the sample project', 'under a minute', (run) =>
      run(process.execPath, [path.join(root, 'scripts/sample.mjs'), '--source', open]),
    );
    return { open, settings: {} };
  },

  /** The real ITK 5.2.1 as the cache folder has it: for scenes that read only. */
  async itk() {
    const { source, build } = await ensureItk();
    return { open: source, settings: { 'itkWrapping.buildDirectory': build } };
  },
};

async function copySample(folder) {
  const from = path.join(root, 'sample');
  const to = path.join(folder, 'sample');
  await mkdir(to, { recursive: true });
  await cp(from, to, { recursive: true, filter: (file) => file !== path.join(from, 'build') });
  return to;
}
