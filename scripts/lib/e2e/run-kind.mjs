// One run of VS Code: the scenes of one kind of workspace, in one window, watched from outside.
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { quietSettings } from '../editor-settings.mjs';
import { root } from '../root.mjs';
import { bundleOf } from './bundle.mjs';
import { openChannel } from './channel.mjs';
import { windowActions } from './window.mjs';
import { watchSuite } from './watch.mjs';
import { workspaces } from './workspaces.mjs';

const ALL_WITHIN_MS = 10 * 60_000;

/**
 * Runs the scenes of `kind` in a window that `openWindow` opens: see browser.mjs and electron.mjs. Returns `{ passed,
 * failed, skipped, problem }`. `problem` says why the suite did not finish, if it did not. `extension` is the folder of the
 * extension under development. `ready(home)` is awaited before the window opens. `pictures` is the folder in
 * test/e2e/screenshots.
 */
export async function runKind(
  kind,
  {
    openWindow,
    grep,
    limitMs = ALL_WITHIN_MS,
    extension = root,
    pictures: folder = kind,
    ready = async () => {},
  },
) {
  if (!workspaces[kind])
    throw new Error(`test/e2e/suite/${kind}: scripts/lib/e2e/workspaces.mjs knows no such workspace.`);
  const home = await mkdtemp(path.join(os.tmpdir(), 'itk-wrapping-e2e-'));
  const removeHome = () => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.once('exit', removeHome);
  const pictures = path.join(root, 'test/e2e/screenshots', folder);
  await rm(pictures, { recursive: true, force: true });
  const suite = watchSuite({ limitMs });
  let actions;
  const channel = await openChannel({
    report: async (event) => {
      if (event.type === 'fail' || event.type === 'again')
        await actions?.screenshot(`FAILED ${event.title}`).catch(() => {});
      suite.hear(event);
    },
    ...lateActions(() => actions),
  });
  let window;
  try {
    await mkdir(path.join(home, 'workspace'));
    const {
      open,
      settings,
      env = {},
      extensions = [],
      limitMs: ofKind,
    } = await workspaces[kind](path.join(home, 'workspace'));
    for (const other of extensions)
      await cp(other, path.join(home, 'extensions', path.basename(other)), { recursive: true });
    await ready(home);
    suite.begin(ofKind);
    window = await openWindow({
      home,
      open,
      settings: { ...quietSettings, ...settings },
      extension,
      tests: bundleOf(kind),
      env: {
        ITK_WRAPPING_E2E_HOST: channel.address,
        ITK_WRAPPING_E2E_GREP: grep ?? '',
        // The run has its own store. It starts empty, and the user's store is not touched.
        ITK_WRAP_CACHE: path.join(home, 'store'),
        ...env,
      },
      onLog: suite.log,
      onExit: suite.exited,
    });
    actions = windowActions(window.page, pictures);
    const result = await suite.outcome;
    if (result.problem) {
      await actions.screenshot('PROBLEM').catch(() => {});
      await cp(path.join(home, 'user-data/logs'), path.join(pictures, 'logs'), { recursive: true }).catch(
        () => {},
      );
    }
    return result;
  } finally {
    channel.close();
    await window?.close();
    process.off('exit', removeHome);
    removeHome();
  }
}

/** The suite may send an action before the page exists. The action then waits for it. */
function lateActions(current) {
  const names = [
    'screenshot',
    'click',
    'hover',
    'restPointer',
    'resize',
    'drag',
    'keys',
    'type',
    'texts',
    'waitFor',
    'evaluate',
  ];
  const ready = async () => {
    while (!current()) await new Promise((resolve) => setTimeout(resolve, 50));
    return current();
  };
  return Object.fromEntries(names.map((name) => [name, async (...args) => (await ready())[name](...args)]));
}
