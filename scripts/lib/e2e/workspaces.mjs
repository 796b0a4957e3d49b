// The workspaces that scenes run in: a folder of its own for each run, so that a scene may change what it likes.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureItk } from '../itk.mjs';
import { root } from '../root.mjs';
import { step } from '../step.mjs';
import { makeHostile } from './hostile.mjs';

/**
 * By kind, which is the name of a folder in test/e2e/suite or a file in test/e2e/window: how to lay the workspace out in
 * `folder` (empty, absolute). Each gives `{ open, settings }`, the folder or workspace file that the editor opens and user
 * settings that the scenes need, and may give `env`, variables of the editor's, and `extensions`, folders of others to
 * install beside ours.
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
    return { open: await builtSample(folder), settings: {} };
  },

  /** The sample project with two builds, beside a stand-in for CMake Tools that uses the older of them. */
  async 'cmake-tools'(folder) {
    const open = await builtSample(folder, '--configure-only');
    await buildSample(open, '--configure-only', '--build', path.join(open, 'build-later'));
    return {
      open,
      settings: {},
      extensions: [path.join(root, 'test/e2e/stand-ins/ms-vscode.cmake-tools-1.0.0')],
    };
  },

  /** The sample project in a window that is opened anew. */
  async reload(folder) {
    return { open: await builtSample(folder, '--configure-only'), settings: {} };
  },

  /** The sample project in a window that nobody has trusted. */
  async untrusted(folder) {
    return { open: await builtSample(folder, '--configure-only'), settings: untrusted };
  },

  /** The sample project, not trusted either, with names, comments and messages that somebody wrote to be more than text. */
  async hostile(folder) {
    const open = await builtSample(folder, '--configure-only');
    await makeHostile(open);
    return { open, settings: untrusted };
  },

  /** The sample project with a build whose castxml and ninja are gone. */
  async toolless(folder) {
    const open = await builtSample(folder, '--configure-only');
    await rewrite(path.join(open, 'build/CMakeCache.txt'), (text) =>
      text
        .replace(/^(CMAKE_MAKE_PROGRAM:\w+=).*$/m, '$1/gone/bin/ninja')
        .replace(/^(CASTXML_EXECUTABLE:\w+=).*$/m, '$1/gone/bin/castxml'),
    );
    await rewrite(path.join(open, 'build/build.ninja'), (text) =>
      text.replace(/(?<=\s)\S*\/castxml(?=\s)/g, '/gone/bin/castxml'),
    );
    return { open, settings: {} };
  },

  /** The sample project with its build next to it, outside the workspace. */
  async outside(folder) {
    const open = await copySample(folder);
    const build = path.join(folder, 'build');
    await buildSample(open, '--configure-only', '--build', build);
    return { open, settings: { 'itkWrapping.buildDirectory': build } };
  },

  /** Three folders in one window, of which two are built, and a remote cache that nobody answers for. */
  async several(folder) {
    const earlier = await builtSample(path.join(folder, 'third'), '--configure-only');
    const built = await builtSample(path.join(folder, 'first'), '--configure-only');
    const other = await copySample(path.join(folder, 'second'));
    const open = path.join(folder, 'several.code-workspace');
    const folders = [
      { name: 'not built', path: other },
      { name: 'built', path: built },
      { name: 'built earlier', path: earlier },
    ];
    await writeFile(open, JSON.stringify({ folders }));
    // Port 9 is that of a service which throws away what it is sent, and which nobody runs.
    return { open, settings: {}, env: { ITK_WRAP_CACHE_REMOTE: 'http://127.0.0.1:9/|read-only' } };
  },

  /** The real ITK 5.2.1 as the cache folder has it: for scenes that read only. */
  async itk() {
    const { source, build } = await ensureItk();
    return { open: source, settings: { 'itkWrapping.buildDirectory': build } };
  },
};

/** Settings of a window in Restricted Mode, without questions. */
const untrusted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

async function builtSample(folder, ...options) {
  const open = await copySample(folder);
  await buildSample(open, ...options);
  return open;
}

function buildSample(source, ...options) {
  return step('Configuring and running the sample project', 'under a minute', (run) =>
    run(process.execPath, [path.join(root, 'scripts/sample.mjs'), '--source', source, ...options]),
  );
}

async function rewrite(file, change) {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

async function copySample(folder) {
  const from = path.join(root, 'sample');
  const to = path.join(folder, 'sample');
  await mkdir(to, { recursive: true });
  await cp(from, to, { recursive: true, filter: (file) => file !== path.join(from, 'build') });
  return to;
}
