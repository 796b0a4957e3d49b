// Runs scenes with mocha inside the extension host, and reports each result to the runner immediately.
import type MochaClass from 'mocha';
import { host, type SuiteEvent } from './host';

const SCENE_TIMEOUT_MS = 60_000;
const SIGN_OF_LIFE_MS = 1000;

/** Runs the scenes that `load` defines. Rejects if one fails, as VS Code's test protocol requires. */
export async function runScenes(load: () => void): Promise<void> {
  await host.report({ type: 'begin', process: process.pid });
  // This comes from the event loop of the extension host, so silence tells the runner that it hangs.
  const alive = setInterval(() => void host.report({ type: 'alive' }).catch(() => {}), SIGN_OF_LIFE_MS);
  try {
    const failed = await runMocha(load);
    if (failed > 0) throw new Error(`${failed} failed`);
  } finally {
    clearInterval(alive);
  }
}

async function runMocha(load: () => void): Promise<number> {
  const { default: Mocha } = (await import('mocha')) as { default: typeof MochaClass };
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: SCENE_TIMEOUT_MS,
    forbidOnly: true,
    reporter: Mocha.reporters.Base,
    // A window on a busy machine is not always in time. The runner says which scenes needed this.
    retries: 1,
    grep: process.env.ITK_WRAPPING_E2E_GREP || undefined,
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  load();

  const counts = { passed: 0, failed: 0, skipped: 0 };
  // Events are sent one after the other, so that a failure is photographed before the next scene changes the window.
  let said = Promise.resolve();
  const say = (event: SuiteEvent): void => {
    said = said.then(() => host.report(event)).catch(() => {});
  };
  const depth = (node: Mocha.Suite | Mocha.Runnable): number => node.titlePath().length;
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('suite', (suite) => suite.title && say({ type: 'group', title: suite.title, depth: depth(suite) }))
      .on('pass', (test) => {
        counts.passed++;
        say({ type: 'pass', title: test.title, depth: depth(test), ms: test.duration ?? 0 });
      })
      .on('retry', (test, error: Error) => {
        say({ type: 'again', title: test.title, depth: depth(test), error: error.stack ?? String(error) });
      })
      .on('pending', (test) => {
        counts.skipped++;
        say({ type: 'skip', title: test.title, depth: depth(test) });
      })
      .on('fail', (test, error: Error) => {
        counts.failed++;
        say({ type: 'fail', title: test.title, depth: depth(test), error: error.stack ?? String(error) });
      });
  });
  await said;
  await host.report({ type: 'end', ...counts });
  return counts.failed;
}
