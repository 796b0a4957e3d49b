// Scenes that cannot run inside the window: the window is reopened, or is not trusted and runs no tests.
import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { quietSettings } from '../editor-settings.mjs';
import { root } from '../root.mjs';
import { openWindow } from './browser.mjs';
import { windowActions } from './window.mjs';
import { workspaces } from './workspaces.mjs';

/**
 * Runs test/e2e/window/<kind>.scene.mjs in a plain window. Its default export maps titles to functions of `{ page, actions,
 * open, changedFiles, startedPrograms }`, which run in order and build on each other. Returns
 * `{ passed, failed, skipped, problem }`.
 */
export async function runWindow(kind, { grep } = {}) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'itk-wrapping-e2e-'));
  const pictures = path.join(root, 'test/e2e/screenshots', kind);
  await rm(pictures, { recursive: true, force: true });
  let window;
  const result = { passed: 0, failed: 0, skipped: 0, problem: undefined };
  try {
    await mkdir(path.join(home, 'workspace'));
    const {
      open,
      settings,
      env = {},
      extensions = [],
      isInstalled = false,
    } = await workspaces[kind](path.join(home, 'workspace'));
    for (const other of extensions)
      await cp(other, path.join(home, 'extensions', path.basename(other)), { recursive: true });
    if (isInstalled) await install(path.join(home, 'extensions'));
    const trace = settings['security.workspace.trust.enabled']
      ? path.join(home, 'programs.trace')
      : undefined;
    const before = trace && (await filesIn(open));
    window = await openWindow({
      home,
      open,
      settings: { ...quietSettings, ...settings },
      extension: isInstalled ? undefined : root,
      trace,
      env: { ITK_WRAP_CACHE: path.join(home, 'store'), ...env },
    });
    const seen = {
      changedFiles: async () => differing(before, await filesIn(open)),
      startedPrograms: async () => programsIn(await readFile(trace, 'utf8')),
    };
    const actions = windowActions(window.page, pictures);
    const file = path.join(root, 'test/e2e/window', `${kind}.scene.mjs`);
    const { default: scenes } = await import(pathToFileURL(file).href);
    for (const [title, scene] of Object.entries(scenes)) {
      if (grep && !title.includes(grep)) continue;
      const begun = Date.now();
      try {
        await scene({ page: window.page, actions, open, ...seen });
        result.passed++;
        console.log(`  ✓ ${title} (${Date.now() - begun} ms)`);
      } catch (error) {
        result.failed++;
        await actions.screenshot(`FAILED ${title}`).catch(() => {});
        console.log(`  ✗ ${title}\n${error.stack}`);
      }
    }
  } finally {
    await window?.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  return result;
}

/** Installs this extension into a folder of extensions, under the name that VS Code would give it. */
async function install(extensions) {
  const { name, publisher, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  await mkdir(extensions, { recursive: true });
  await symlink(root, path.join(extensions, `${publisher}.${name}-${version}`));
}

/** The files of a folder with their contents, or the targets of links. */
async function filesIn(folder) {
  const files = new Map();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isSymbolicLink()) files.set(file, await readlink(file));
    else if (entry.isFile()) files.set(file, await readFile(file, 'latin1'));
    else files.set(file, '');
  }
  return files;
}

/** The names of the files that differ between two states of a folder. */
function differing(before, after) {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
}

/** The programs that strace saw starting, with their arguments. */
function programsIn(log) {
  return [...log.matchAll(/\bexecve(?:at)?\("([^"]*)", \[(.*?)\], /g)].map(([, program, args]) => ({
    program,
    args,
  }));
}
