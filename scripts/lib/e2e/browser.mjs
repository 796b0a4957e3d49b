// VS Code in Debian's Chromium. The server is code-server, and the window is a headless page.
import { existsSync } from 'node:fs';
import { ensureCodeServer } from '../code-server.mjs';
import { ensurePackages } from '../debian.mjs';
import { startEditorServer } from '../editor-server.mjs';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const SIZE = { width: 1400, height: 900 };

/** Installs everything that `openWindow` needs, so that this does not count as time of a run. */
export async function prepare() {
  await ensurePackages('server', 'browser');
  return ensureCodeServer();
}

/**
 * Opens the window of a run: see run-kind.mjs. Returns the Playwright page and `close`. Without `tests` it is a plain
 * window. `init` is a script that runs in the window before its own scripts. `trace`: see editor-server.mjs.
 */
export async function openWindow({
  home,
  open,
  settings,
  extension,
  tests,
  env,
  trace,
  init,
  onLog = () => {},
  onExit = () => {},
}) {
  const entry = await ensureCodeServer();
  const executablePath = process.env.ITK_WRAPPING_CHROMIUM ?? BROWSERS.find((file) => existsSync(file));
  if (!executablePath) throw new Error(`No Chromium found: none of ${BROWSERS.join(', ')} exists.`);
  const server = await startEditorServer({ entry, home, settings, env, trace, onLine: onLog });
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: FLAGS }).catch(async (error) => {
    await server.stop();
    throw error;
  });
  const close = async () => {
    await browser.close().catch(() => {});
    await server.stop();
  };
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.exposeFunction('codeAutomationLog', (type, args) => onLog(`${type}: ${args?.join?.(' ')}`));
    await page.exposeFunction('codeAutomationExit', onExit);
    if (init) await page.addInitScript(init);
    server.child.once('close', onExit);
    page.once('crash', () => onExit('page crashed'));
    await page.goto(`${server.address}/?${query({ server: server.address, open, extension, tests })}`);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The query parameters of VS Code's page: the folder, the extension under development (if any), the tests to run. */
export function query({ server, open, extension, tests }) {
  const remote = (file) => `vscode-remote://${new URL(server).host}${file}`;
  const payload = [
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
  ];
  const what = open.endsWith('.code-workspace') ? { workspace: open } : { folder: open };
  return new URLSearchParams({ ...what, payload: JSON.stringify(payload) }).toString();
}
