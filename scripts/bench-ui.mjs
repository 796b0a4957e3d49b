// How fast the sidebar is on the real ITK, in VS Code in Chromium: `npm run bench:ui [-- --no-build]`.
import { parseArgs } from 'node:util';
import { openWindow, prepare } from './lib/e2e/browser.mjs';
import { bundleScenes } from './lib/e2e/bundle.mjs';
import { runKind } from './lib/e2e/run-kind.mjs';
import { run } from './lib/processes.mjs';
import { root } from './lib/root.mjs';
import { script } from './lib/script.mjs';

await script(async () => {
  const { values } = parseArgs({ options: { 'no-build': { type: 'boolean' } } });
  await prepare();
  const build = () => run(process.execPath, ['scripts/build.mjs', '--minify'], { cwd: root });
  if (!values['no-build'] && (await build()) !== 0) return 1;
  await bundleScenes(['itk']);
  const result = await runKind('itk', { openWindow, grep: 'The sidebar on the real ITK' });
  return result.problem || result.failed ? 1 : 0;
});
