// VS Code in a browser, packaged as code-server. The demo uses it without a desktop, and the tests drive it.
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { provide } from './cache-folder.mjs';
import { ensurePackages } from './debian.mjs';
import { nodeHeaders } from './node-modules.mjs';
import { step } from './step.mjs';

/** VS Code 1.100.3, the last version of code-server that runs on Node 20. */
const VERSION = '4.100.3';

/** The native modules of VS Code's server that install scripts would build, each with the binary that it builds. */
const natives = {
  'node-pty': 'node-pty/build/Release/pty.node',
  '@vscode/spdlog': '@vscode/spdlog/build/Release/spdlog.node',
  'native-watchdog': 'native-watchdog/build/Release/watchdog.node',
  kerberos: 'kerberos/build/Release/kerberos.node',
};

/** Returns the absolute path of code-server's entry script, to be run with this Node. Installs it if it is missing. */
export async function ensureCodeServer() {
  await ensurePackages('server');
  const recipe = `code-server ${VERSION} node ${process.versions.modules} ${process.arch}`;
  const folder = await provide(`code-server-${VERSION}`, recipe, (target) =>
    step(`Installing VS Code for the browser (code-server ${VERSION})`, 'about 2 minutes', (run) =>
      install(target, run),
    ),
  );
  return path.join(folder, 'node_modules/code-server/out/node/entry.js');
}

async function install(folder, run) {
  await writeFile(path.join(folder, 'package.json'), '{ "name": "code-server-here", "private": true }\n');
  const env = { ...process.env, ...nodeHeaders() };
  const npm = (cwd, args, options) =>
    run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, env, ...options });

  // Install scripts are off, because some download binaries from elsewhere. The loop below builds what they would have
  // built.
  await npm(folder, ['install', '--ignore-scripts', `code-server@${VERSION}`]);
  await npm(folder, ['install', '--no-save', '--ignore-scripts', '@mapbox/node-pre-gyp']);
  await npm(path.join(folder, 'node_modules/argon2'), [
    ...['exec', '--no', '--', 'node-pre-gyp', 'install', '--build-from-source'],
  ]);

  const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
  const modules = path.join(vscode, 'node_modules');
  await npm(vscode, ['install', '--ignore-scripts', '--omit=dev']);
  // They are built one at a time, and npm's exit code is ignored. node-pty's last install step fails after its binary is
  // built. That is harmless, but would make the others fail too. The binaries themselves are checked below.
  for (const name of Object.keys(natives)) await npm(vscode, ['rebuild', name], { mayFail: true });
  await symlink('node_modules', path.join(vscode, 'node_modules.asar'));
  await linkRipgrep(modules);
  checkNatives(folder, modules);
}

async function linkRipgrep(modules) {
  const target = path.join(modules, '@vscode/ripgrep/bin/rg');
  if (existsSync(target)) return;
  await mkdir(path.dirname(target), { recursive: true });
  await symlink('/usr/bin/rg', target);
}

/** Loads each native module. A binary for another version of Node is as bad as none. */
function checkNatives(folder, modules) {
  const require = createRequire(path.join(modules, 'package.json'));
  const binaries = Object.values(natives).map((file) => path.join(modules, file));
  for (const binary of [...binaries, path.join(folder, 'node_modules/argon2')]) {
    if (!existsSync(binary)) throw new Error(`${binary} was not built.`);
    require(binary);
  }
  require('@parcel/watcher');
  if (!existsSync(path.join(modules, '@vscode/ripgrep/bin/rg')))
    throw new Error('ripgrep (rg) was not found.');
}
