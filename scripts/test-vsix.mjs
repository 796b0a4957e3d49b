// Makes the package, installs it into an otherwise empty editor, and uses it: `npm run test:vsix [-- --no-package]`.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openWindow, prepare } from './lib/e2e/browser.mjs';
import { bundleScenes } from './lib/e2e/bundle.mjs';
import { runKind } from './lib/e2e/run-kind.mjs';
import { run } from './lib/processes.mjs';
import { root } from './lib/root.mjs';
import { script } from './lib/script.mjs';

/** Scenes that need every part of the package: the server, the grammar, the command line, the sidebar. */
const SCENES = 'Cached castxml|A hover';

await script(async () => {
  const { values } = parseArgs({ options: { 'no-package': { type: 'boolean' }, grep: { type: 'string' } } });
  if (!values['no-package'] && (await run(process.execPath, ['scripts/package.mjs'], { cwd: root })) !== 0)
    return 1;
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const vsix = path.join(root, 'out', `itk-wrapping-${version}.vsix`);
  const entry = await prepare();
  await bundleScenes(['sample']);
  const host = await emptyExtension();
  try {
    const install = async (home) => {
      const code = await run(process.execPath, [
        entry,
        ...['--config', path.join(home, 'install.yaml'), '--user-data-dir', path.join(home, 'user-data')],
        ...['--extensions-dir', path.join(home, 'extensions')],
        ...['--install-extension', vsix],
      ]);
      if (code !== 0) throw new Error(`${vsix} could not be installed (exit code ${code}).`);
    };
    const result = await runKind('sample', {
      openWindow,
      grep: values.grep ?? SCENES,
      extension: host,
      pictures: 'vsix',
      ready: install,
    });
    console.log(`\n${result.passed} passed, ${result.failed} failed`);
    return result.problem || result.failed || result.passed === 0 ? 1 : 0;
  } finally {
    await rm(host, { recursive: true, force: true });
  }
});

/**
 * VS Code runs tests only with an extension under development. This one does nothing, so that all comes from the package.
 */
async function emptyExtension() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'itk-wrapping-host-'));
  const manifest = { name: 'nothing', publisher: 'nobody', version: '0.0.1', engines: { vscode: '*' } };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}
