// Takes the walkthrough's pictures again, in the dark and the light theme: `npm run pictures [-- --no-build]`. Each shows a
// part of a real window on the sample project, and must stay small, since it ships.
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openWindow, prepare } from './lib/e2e/browser.mjs';
import { windowActions } from './lib/e2e/window.mjs';
import { workspaces } from './lib/e2e/workspaces.mjs';
import { quietSettings } from './lib/editor-settings.mjs';
import { run } from './lib/processes.mjs';
import { root } from './lib/root.mjs';
import { script } from './lib/script.mjs';

const FOLDER = path.join(root, 'media/walkthrough');
const LIMIT_BYTES = 200_000;
const SLOW = { timeoutMs: 60_000 };
const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const row = (text) => `.pane-body .monaco-list-row:has-text("${text}")`;
const type = 'itkBinaryThresholdImageFilter';

/** The window is small, and each picture shows only a part of it, because a walkthrough has little room. */
const SIZE = { width: 1100, height: 680 };
/** A walkthrough shows pictures at most this wide without making their text too small. */
const WIDEST = 560;
/** The parts of the workbench in each picture, and its maximum height. */
const parts = {
  build: ['.part.sidebar', 520],
  hover: ['.part.editor', 400],
  run: ['.part.panel', 400],
  setup: ['.quick-input-widget', 200],
  stamp: ['.part.editor', 330],
  graph: ['.part.editor', 420],
};

await script(async () => {
  const { values } = parseArgs({ options: { 'no-build': { type: 'boolean' } } });
  await prepare();
  if (!values['no-build'] && (await run(process.execPath, ['scripts/build.mjs'], { cwd: root })) !== 0)
    return 1;
  await mkdir(FOLDER, { recursive: true });
  for (const theme of Object.keys(themes)) await takePictures(theme);
  for (const name of await readdir(FOLDER)) {
    const { size } = await stat(path.join(FOLDER, name));
    console.log(`${name}: ${Math.ceil(size / 1000)} kB`);
    if (size > LIMIT_BYTES) throw new Error(`${name} is larger than ${LIMIT_BYTES / 1000} kB.`);
  }
  return 0;
});

async function takePictures(theme) {
  // The folder's name is visible in the pictures.
  const home = path.join(os.tmpdir(), 'walkthrough');
  await rm(home, { recursive: true, force: true });
  await mkdir(path.join(home, 'work'), { recursive: true });
  const { open } = await workspaces.sample(path.join(home, 'work'));
  const window = await openWindow({
    home,
    open,
    settings: { ...quietSettings, 'workbench.colorTheme': themes[theme] },
    extension: root,
    env: { ITK_WRAP_CACHE: path.join(home, 'store') },
  });
  try {
    await window.page.setViewportSize(SIZE);
    await play({
      ...windowActions(window.page, home),
      page: window.page,
      open,
      take: async (name) => {
        await window.page.waitForTimeout(500);
        const file = path.join(FOLDER, `${name}-${theme}.png`);
        const clip = await place(window.page, ...parts[name]);
        await window.page.screenshot({ animations: 'disabled', clip, path: file });
      },
    });
  } catch (error) {
    await window.page.screenshot({ path: path.join(root, 'test/e2e/screenshots/pictures-FAILED.png') });
    throw error;
  } finally {
    await window.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** The area that all matching elements cover together, cut off at the bottom and at the right. */
async function place(page, selector, highest) {
  const boxes = (
    await Promise.all((await page.locator(selector).all()).map((part) => part.boundingBox()))
  ).filter(Boolean);
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - y;
  return { x, y, width: Math.min(width, WIDEST), height: Math.min(height, highest) };
}

async function play({ click, waitFor, keys, restPointer, hover, palette, page, open, take }) {
  const command = async (title) => {
    await palette(title);
    await waitFor(`.quick-input-list .monaco-list-row.focused:has-text("${title}")`);
    await keys(['Enter']);
  };
  const openType = async () => {
    await command('ITK Wrap: Go to Type');
    await waitFor('.quick-input-list .monaco-list-row:has-text("itkFixedArray")');
    await page.keyboard.type(type);
    await waitFor(`.quick-input-list .monaco-list-row.focused:has-text("${type}")`);
    await keys(['Enter']);
    await waitFor(`.tab:has-text("${type}.wrap")`);
  };
  await click('.activitybar [aria-label^="ITK Wrapping"]', SLOW);
  await waitFor(row('ITKCommon'), SLOW);
  await command('Notifications: Clear All Notifications');
  await click(row('ITKThresholding'));
  await waitFor(`${row(type)}:has-text("not cached yet")`, SLOW);
  await openType();
  await waitFor('.codelens-decoration:has-text("MISS")', SLOW);

  await hover('.view-line span:text("itk::BinaryThresholdImageFilter")');
  await waitFor('.monaco-hover .hover-contents:has-text("MISS")');
  await take('hover');

  await restPointer();
  await command('ITK Wrap: Rebuild Type: Run CastXML');
  await waitFor(`${row(type)}:has-text("HIT")`, SLOW);
  await command('ITK Wrap: Rebuild Type: Run CastXML');
  await command('Terminal: Focus on Terminal View');
  await page.waitForTimeout(2500);
  await take('run');
  await command('View: Hide Panel');
  await restPointer();
  await take('build');

  await command('ITK Wrap: Set Up the CastXML Cache');
  await waitFor('.quick-input-list .monaco-list-row:has-text("Set Up: run CMake once")');
  await take('setup');
  await keys(['Escape']);

  await rm(
    path.join(
      open,
      'build/Wrapping/Generators/Python/itk-pkl/BinaryThresholdImageFilter.itkBinaryThresholdImageFilter.pkl',
    ),
  );
  await waitFor(row('pkl missing'), SLOW);
  await click('.editor-instance .view-lines');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('F8');
  await keys(['Escape']);
  await page.keyboard.press('Control+.');
  await waitFor('.action-widget .action:has-text("Run igenerator")');
  await take('stamp');
  await keys(['Enter']);
  const busy = ['pkl missing', 'queued', 'running'].map((word) => `:not(:has-text("${word}"))`).join('');
  await waitFor(`${row('ITKThresholding')}:has-text("1/2 hit")${busy}`, SLOW);

  await command('ITK Wrap: Show Pipeline Graph');
  await waitFor(`g.node[data-node="xml:${type}"]`, { in: 'webview', ...SLOW });
  await restPointer();
  await take('graph');
}
