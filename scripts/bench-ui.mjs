// Measures the UI on a real ITK: `npm run bench:ui [-- --no-build] [-- --source DIR --itk-build DIR]`. The sidebar runs in
// VS Code in Chromium, and the graph's page in Chromium alone. Both use software rendering.
import { parseArgs } from 'node:util';
import { prepare } from './lib/e2e/browser.mjs';
import { timeStartup } from './lib/e2e/startup.mjs';
import { ensureItk } from './lib/itk.mjs';
import { run } from './lib/processes.mjs';
import { root } from './lib/root.mjs';
import { script } from './lib/script.mjs';

await script(async () => {
  const { values } = parseArgs({
    options: { 'no-build': { type: 'boolean' }, source: { type: 'string' }, 'itk-build': { type: 'string' } },
  });
  await prepare();
  const node = (...args) => run(process.execPath, args, { cwd: root });
  if (!values['no-build'] && (await node('scripts/build.mjs', '--minify')) !== 0) return 1;
  const itk =
    values.source && values['itk-build']
      ? { source: values.source, build: values['itk-build'] }
      : await ensureItk();

  const { first, again } = await timeStartup(itk);
  const rows = [
    ['sidebar shown after activation', again.shownMs, 500],
    ['… in a workspace opened for the first time', first.shownMs, 500],
    ['build read', again.readMs, null],
    ['… in a workspace opened for the first time', first.readMs, null],
    ['sidebar filled after activation', again.filledMs, 3000],
    ['… in a workspace opened for the first time', first.filledMs, 3000],
  ];
  for (const [what, value, bound] of rows)
    console.log(
      `${bound === null ? '      ' : value <= bound ? 'met   ' : 'MISSED'} ${what.padEnd(44)} ${String(value).padStart(6)} ms${bound === null ? '' : ` (≤ ${bound})`}`,
    );
  // On a busy machine, all of these times grow alike.
  console.log(
    `       first rows after ${(first.shownMs / first.readMs).toFixed(2)} of the time to read the build`,
  );
  const graph = await node('--import=tsx', 'test/bench/ui-graph.ts', '--build', itk.build);
  return graph !== 0 || rows.some(([, value, bound]) => bound !== null && value > bound) ? 1 : 0;
});
