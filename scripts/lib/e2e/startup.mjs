// Measures how long the sidebar takes after a normal window is opened. No scenes run in it.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { quietSettings } from '../editor-settings.mjs';
import { root } from '../root.mjs';
import { openWindow } from './browser.mjs';

const WITHIN_MS = 60_000;
/** The rows are settled if they did not change for this long. */
const STILL_MS = 1500;

/**
 * Opens `source` with the sidebar visible, first without any saved state of an earlier window, then with it. Returns `{
 * first, again }`, each with `shownMs`, `readMs` and `filledMs` after activation.
 */
export async function timeStartup({ source, build }) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'itk-wrapping-startup-'));
  const window = await openWindow({
    home,
    open: source,
    settings: { ...quietSettings, 'itkWrapping.buildDirectory': build },
    extension: root,
    env: { ITK_WRAP_CACHE: path.join(home, 'store') },
    init: watchRows,
  });
  try {
    const { page } = window;
    await page.click('.activitybar [aria-label^="ITK Wrapping"]', { timeout: WITHIN_MS });
    await filled(page);
    // The state of the build is saved a little later. It is then removed, so that the first measurement has none.
    const kept = await eventually(() => find(path.join(home, 'user-data/User'), 'last-build.json'));
    await rm(kept);
    await page.reload();
    const first = await figures(page, home, 2);
    await eventually(() => find(path.join(home, 'user-data/User'), 'last-build.json'));
    await page.reload();
    return { first, again: await figures(page, home, 3) };
  } finally {
    await window.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** The measurements of the nth window of this run. */
async function figures(page, home, nth) {
  const known = (lines) => lines?.some((line) => line.includes('Knew all states')) && lines;
  const log = await eventually(async () => known(await logOf(home, nth)));
  const { shown, changed } = await filled(page);
  const after = (text) => {
    const found = log.map((line) => new RegExp(`^(.{23}).*${text} (\\d+) ms after activation`).exec(line));
    const [, time, ms] = found.find(Boolean) ?? [];
    if (!time) throw new Error(`The extension's log has no “${text}”:\n${log.join('\n')}`);
    return { ms: Number(ms), activated: new Date(time).getTime() - Number(ms) };
  };
  // The first log lines wait until VS Code has opened the log, so their timestamps do not give the time of activation.
  const states = after('Knew all states');
  return {
    shownMs: shown - states.activated,
    readMs: after('Read the build').ms,
    filledMs: Math.max(changed - states.activated, states.ms),
  };
}

/** Waits until the rows of *Modules* have appeared and settled. Returns when they appeared and when they last changed. */
async function filled(page) {
  await page.waitForFunction(
    (still) => {
      const { shown, changed } = globalThis.rowTimes ?? {};
      const bar = document.querySelector('.statusbar')?.textContent ?? '';
      return shown && Date.now() - changed > still && / hit/.test(bar);
    },
    STILL_MS,
    { timeout: WITHIN_MS },
  );
  return page.evaluate(() => globalThis.rowTimes);
}

/** Runs in the page. Records when the first row of a module appeared, and when a row last changed. */
function watchRows() {
  const times = (globalThis.rowTimes = {});
  const isRow = (node) => {
    const element = node instanceof Element ? node : node.parentElement;
    return element?.closest('.monaco-list-row')?.getAttribute('aria-label')?.startsWith('Module ') ?? false;
  };
  new MutationObserver((changes) => {
    const rows = changes.some(({ target, addedNodes }) => isRow(target) || [...addedNodes].some(isRow));
    if (!rows) return;
    times.shown ??= Date.now();
    times.changed = Date.now();
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/** The lines of the extension's log in the nth window. Undefined if there is no log yet. */
async function logOf(home, nth) {
  const files = await findAll(path.join(home, 'user-data/logs'), 'ITK Wrapping.log');
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts.sort()[nth - 1]?.split('\n');
}

const find = async (folder, name) => (await findAll(folder, name))[0];

async function findAll(folder, name) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.name === name)
    .map((entry) => path.join(entry.parentPath, entry.name));
}

async function eventually(attempt) {
  const end = Date.now() + WITHIN_MS;
  while (Date.now() < end) {
    const result = await attempt();
    if (result) return result;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing came within ${WITHIN_MS / 1000} s: ${attempt}`);
}
