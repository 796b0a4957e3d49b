// The workspaces of the scenes. Each run has its own folder, so that a scene may change anything.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../root.mjs';
import { step } from '../step.mjs';
import { makeBranch } from './branch.mjs';
import { makeHostile } from './hostile.mjs';
import { copyItk, ensureWrappedItk } from './itk-copy.mjs';

/**
 * How to create the workspace of each kind in `folder` (empty, absolute). A kind is the name of a folder in test/e2e/suite
 * or a file in test/e2e/window. Each function returns `{ open, settings }`: the folder or workspace file to open, and the
 * user settings that the scenes need. It may also return `env`, environment variables of the editor, `extensions`, folders of
 * other extensions to install, `limitMs`, how long all scenes may take, and `isInstalled`, if this extension has to be installed like them instead of being under
 * development. VS Code takes extensions under development last, so their grammars win.
 */
export const workspaces = {
  /** A folder that has nothing to do with ITK. */
  async empty(folder) {
    await writeFile(path.join(folder, 'notes.txt'), 'Nothing of ITK is in here.\n');
    return { open: folder, settings: {} };
  },

  /** The sample project without its build, as after a clone. */
  async unbuilt(folder) {
    return { open: await copySample(folder), settings: {} };
  },

  /** The sample project, configured in its own folder, with castxml and igenerator run. */
  async sample(folder) {
    return { open: await builtSample(folder), settings: {} };
  },

  /** The sample project in a git repository, on a branch that adds, removes and breaks something. */
  async branch(folder) {
    const open = await builtSample(folder, '--configure-only');
    await makeBranch(open);
    return { open, settings: {} };
  },

  /** The sample project with two builds, and a stand-in for CMake Tools that uses the older one. */
  async 'cmake-tools'(folder) {
    const open = await builtSample(folder, '--configure-only');
    await buildSample(open, '--configure-only', '--build', path.join(open, 'build-later'));
    return {
      open,
      settings: {},
      extensions: [path.join(root, 'test/e2e/stand-ins/ms-vscode.cmake-tools-1.0.0')],
    };
  },

  /** The sample project beside an extension that brings the language `cmake`, in an editor with file associations. */
  async 'cmake-language'(folder) {
    const functions = { scope: 'entity.name.function.stand-in', settings: { foreground: '#ff00ff' } };
    return {
      open: await copySample(folder),
      settings: {
        'editor.semanticHighlighting.enabled': true,
        'editor.tokenColorCustomizations': { textMateRules: [functions] },
        'files.associations': { 'TypedefMacros.cmake': 'plaintext', 'itkCastImageFilter.wrap': 'cmake' },
      },
      extensions: [path.join(root, 'test/e2e/stand-ins/twxs.cmake-1.0.0')],
      isInstalled: true,
    };
  },

  /** The sample project in a window that is reloaded. */
  async reload(folder) {
    return { open: await builtSample(folder, '--configure-only'), settings: {} };
  },

  /** The sample project in an untrusted window. */
  async untrusted(folder) {
    return { open: await builtSample(folder, '--configure-only'), settings: untrusted };
  },

  /** The sample project, also untrusted, with hostile names, comments and messages. */
  async hostile(folder) {
    const open = await builtSample(folder, '--configure-only');
    await makeHostile(open);
    return { open, settings: untrusted };
  },

  /** The sample project with a build whose castxml and ninja no longer exist. */
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

  /** Three folders in one window, two of them built, and a remote cache that does not answer. */
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
    // Port 9 is the discard service, which nobody runs.
    return { open, settings: {}, env: { ITK_WRAP_CACHE_REMOTE: 'http://127.0.0.1:9/|read-only' } };
  },

  /** A copy of the real ITK 5.2.1, with a build in it whose ITKCommon has been run up to igenerator. */
  async itk(folder) {
    return { open: await copyItk(await ensureWrappedItk(), folder), settings: {}, limitMs: 30 * 60_000 };
  },
};

/** Settings of a window in Restricted Mode, without prompts. */
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
