// `npm run demo`: sets up everything that is missing, builds, and opens an editor with the extension on the sample project.
// `npm run demo -- --build DIR` opens a build of your own.
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openableBuild } from './lib/build-folder.mjs';
import { cacheFolder } from './lib/cache-folder.mjs';
import { ensureCodeServer } from './lib/code-server.mjs';
import { ensurePackages } from './lib/debian.mjs';
import { startEditorServer } from './lib/editor-server.mjs';
import { quietSettings } from './lib/editor-settings.mjs';
import { desktopEditor } from './lib/editor.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { run } from './lib/processes.mjs';
import { root } from './lib/root.mjs';
import { script } from './lib/script.mjs';
import { step } from './lib/step.mjs';

const USAGE = `npm run demo [-- options]
  --build DIR   open the build folder DIR (of ITK, or of a module on top of it) instead of the sample project
  --browser     the browser-hosted VS Code, also where there is a desktop
  --port N      its port (default: a free one)
  --no-open     set everything up, say how to open it, and end`;

await script(async () => {
  const { values } = parseArgs({
    options: {
      build: { type: 'string' },
      browser: { type: 'boolean' },
      port: { type: 'string' },
      'no-open': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void console.log(USAGE);
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port ${values.port}: not a port.`);
  const own = values.build === undefined ? undefined : openableBuild(values.build);
  const code = values.browser ? undefined : desktopEditor();

  await ensurePackages('packages', 'pipeline', ...(code ? [] : ['server']));
  await ensureNodeModules();
  await step('Building the extension', 'some seconds', (run) =>
    run(process.execPath, ['scripts/build.mjs'], { cwd: root }),
  );
  const opened = own ?? (await sample());
  const workspace = await workspaceFile(opened, own !== undefined);
  if (code) return openDesktop(code, workspace, values['no-open']);
  return openBrowser(workspace, port, values['no-open']);
});

async function sample() {
  const source = path.join(root, 'sample');
  await step('Configuring and running the sample project', 'under a minute', (run) =>
    run(process.execPath, ['scripts/sample.mjs'], { cwd: root }),
  );
  return { source, build: path.join(source, 'build') };
}

/**
 * Writes a workspace file outside all source trees. It names the folder to open, and the build folder if `tellBuild` is set.
 */
async function workspaceFile({ source, build }, tellBuild) {
  const folder = path.join(cacheFolder(), 'demo');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${path.basename(source)}.code-workspace`);
  const settings = tellBuild ? { 'itkWrapping.buildDirectory': build } : {};
  await writeFile(file, JSON.stringify({ folders: [{ path: source }], settings }, null, 2));
  return file;
}

async function openDesktop(code, workspace, onlySay) {
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, workspace];
  if (onlySay) return void console.log(`\nOpen it with:\n\n  ${[code, ...args].join(' ')}\n`);
  console.log(`\nOpening ${code} on ${workspace}`);
  return run(code, args, { shell: process.platform === 'win32' });
}

async function openBrowser(workspace, port, onlySay) {
  const entry = await ensureCodeServer();
  if (onlySay) return void console.log('\nEverything is set up. Open it with:\n\n  npm run demo\n');
  const home = path.join(cacheFolder(), 'demo');
  await installHere(path.join(home, 'extensions'));
  const server = await startEditorServer({ entry, home, settings: quietSettings, port, open: workspace });
  console.log(`\nOpen this in a browser, and press Ctrl-C here to stop:\n\n  ${server.address}/\n`);
  return new Promise((resolve) => server.child.once('close', (exitCode) => resolve(exitCode ?? 1)));
}

/** Installs the extension of this checkout in place of a released one. */
async function installHere(extensions) {
  const link = path.join(extensions, 'itk-wrapping.itk-wrapping-0.1.0');
  await mkdir(extensions, { recursive: true });
  await rm(path.join(extensions, 'extensions.json'), { force: true });
  await rm(link, { recursive: true, force: true });
  await symlink(root, link);
}
