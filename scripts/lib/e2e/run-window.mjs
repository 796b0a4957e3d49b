// Scenes that cannot run inside the window: the window is reopened, or is not trusted and runs no tests.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
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
 * open }`, which run in order and build on each other. Returns `{ passed, failed, skipped, problem }`.
 */
export async function runWindow(kind, { grep } = {}) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'itk-wrapping-e2e-'));
  const pictures = path.join(root, 'test/e2e/screenshots', kind);
  await rm(pictures, { recursive: true, force: true });
  let window;
  const result = { passed: 0, failed: 0, skipped: 0, problem: undefined };
  try {
    await mkdir(path.join(home, 'workspace'));
    const { open, settings, env = {} } = await workspaces[kind](path.join(home, 'workspace'));
    window = await openWindow({
      home,
      open,
      settings: { ...quietSettings, ...settings },
      extension: root,
      env: { ITK_WRAP_CACHE: path.join(home, 'store'), ...env },
    });
    const actions = windowActions(window.page, pictures);
    const file = path.join(root, 'test/e2e/window', `${kind}.scene.mjs`);
    const { default: scenes } = await import(pathToFileURL(file).href);
    for (const [title, scene] of Object.entries(scenes)) {
      if (grep && !title.includes(grep)) continue;
      const begun = Date.now();
      try {
        await scene({ page: window.page, actions, open });
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
