// VS Code on the desktop, downloaded by @vscode/test-electron. Playwright connects to its window through the debugging port.
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { withoutEditor } from '../editor-server.mjs';
import { root } from '../root.mjs';

const WINDOW_WITHIN_MS = 60_000;

/** Downloads VS Code. Returns null and prints the reason if that fails. */
export async function prepare() {
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  try {
    return await downloadAndUnzipVSCode({ cachePath: path.join(root, '.vscode-test'), timeout: 30_000 });
  } catch (error) {
    console.log(`VS Code for the desktop could not be downloaded: ${error.message}`);
    return null;
  }
}

/** Opens the window of a run: see run-kind.mjs. Returns the Playwright page and `close`. */
export async function openWindow({ home, open, settings, extension, tests, env, onLog, onExit }) {
  const { runTests } = await import('@vscode/test-electron');
  const { chromium } = await import('playwright-core');
  const port = await freePort();
  await mkdir(path.join(home, 'user-data/User'), { recursive: true });
  await writeFile(path.join(home, 'user-data/User/settings.json'), JSON.stringify(settings, null, 2));
  for (const name of Object.keys(process.env))
    if (!(name in withoutEditor(process.env))) delete process.env[name];
  const ended = runTests({
    vscodeExecutablePath: await prepare(),
    extensionDevelopmentPath: extension,
    extensionTestsPath: tests,
    extensionTestsEnv: env,
    launchArgs: [
      open,
      ...['--user-data-dir', path.join(home, 'user-data'), '--extensions-dir', path.join(home, 'extensions')],
      ...['--disable-workspace-trust', '--skip-welcome', '--disable-gpu', `--remote-debugging-port=${port}`],
    ],
  }).then(
    (code) => onExit(code),
    (error) => (onLog(error.message), onExit(1)),
  );
  const browser = await connect(chromium, `http://127.0.0.1:${port}`);
  const page = await workbench(browser);
  const close = async () => {
    await page.close().catch(() => {});
    await browser.close().catch(() => {});
    await ended;
  };
  return { page, close };
}

async function connect(chromium, address) {
  const end = Date.now() + WINDOW_WITHIN_MS;
  for (;;) {
    try {
      return await chromium.connectOverCDP(address);
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

async function workbench(browser) {
  const end = Date.now() + WINDOW_WITHIN_MS;
  while (Date.now() < end) {
    const pages = browser.contexts().flatMap((context) => context.pages());
    const page = pages.find((candidate) => candidate.url().includes('workbench'));
    if (page) return page;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error('VS Code showed no window.');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
