// Runs the scenes in a real VS Code: `npm run test:e2e [-- kind…] [-- --grep text]`. Uses the desktop VS Code with
// --electron.
import { parseArgs } from 'node:util';
import { bundleScenes, windowKinds, workspaceKinds } from './lib/e2e/bundle.mjs';
import { runKind } from './lib/e2e/run-kind.mjs';
import { runWindow } from './lib/e2e/run-window.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { run } from './lib/processes.mjs';
import { root } from './lib/root.mjs';
import { script } from './lib/script.mjs';

await script(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { electron: { type: 'boolean' }, grep: { type: 'string' }, 'no-build': { type: 'boolean' } },
  });
  const suites = await workspaceKinds();
  const windows = await windowKinds();
  const known = [...suites, ...windows];
  // The scenes on a real ITK need a configured ITK, so they run only if they are named.
  const kinds = positionals.length ? positionals : known.filter((kind) => kind !== 'itk');
  const unknown = kinds.filter((kind) => !known.includes(kind));
  if (unknown.length)
    throw new Error(`No scenes for ${unknown.join(', ')}. Known workspaces: ${known.join(', ')}.`);

  await ensureNodeModules();
  const { prepare, openWindow } = await import(
    values.electron ? './lib/e2e/electron.mjs' : './lib/e2e/browser.mjs'
  );
  if ((await prepare()) === null) {
    console.log(
      'The scenes on the desktop were NOT RUN here. `npm run test:e2e` runs the same ones in Chromium.',
    );
    return 0;
  }
  if (!values['no-build'] && (await run(process.execPath, ['scripts/build.mjs'], { cwd: root })) !== 0)
    return 1;
  await bundleScenes(kinds.filter((kind) => suites.includes(kind)));

  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const kind of kinds) {
    console.log(`\nVS Code on the workspace "${kind}"`);
    const grep = values.grep ?? process.env.ITK_WRAPPING_E2E_GREP;
    if (values.electron && windows.includes(kind)) {
      console.log('  NOT RUN on the desktop: `npm run test:e2e` plays it in Chromium.');
      continue;
    }
    const result = windows.includes(kind)
      ? await runWindow(kind, { grep })
      : await runKind(kind, { openWindow, grep });
    for (const key of Object.keys(total)) total[key] += result[key];
    if (result.problem) total.failed++;
  }
  console.log(
    `\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
  );
  return total.failed || total.passed === 0 ? 1 : 0;
});
