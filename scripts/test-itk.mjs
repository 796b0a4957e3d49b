// `npm run test:itk`: the conformance tests with the real ITK 5.2.1, which is downloaded and configured once.
import { ensurePackages } from './lib/debian.mjs';
import { ensureGersemi } from './lib/gersemi.mjs';
import { ensureItk, ensureItkVariants } from './lib/itk.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { runChecks } from './lib/run-checks.mjs';
import { script } from './lib/script.mjs';

await script(async () => {
  await ensurePackages('packages');
  await ensureNodeModules();
  await ensureGersemi();
  const { source, build } = await ensureItk();
  const variants = await ensureItkVariants();
  const env = {
    ...process.env,
    // Each run must evaluate.
    ITK_WRAP_PREDICTIONS: 'off',
    ITK_WRAPPING_ITK_SOURCE: source,
    ITK_WRAPPING_ITK_BUILD: build,
    ITK_WRAPPING_ITK_VARIANTS: JSON.stringify(variants),
  };
  const command = ['npx', '--no-install', 'mocha', '--timeout', '900000', 'test/itk/**/*.test.ts'];
  return runChecks(
    [
      { title: 'Build', command: ['npm', 'run', '--silent', 'build'] },
      { title: 'Conformance on ITK 5.2.1', command, tests: true },
      {
        title: 'Scenes in VS Code on ITK 5.2.1',
        command: ['npm', 'run', '--silent', 'test:e2e', '--', 'itk', '--no-build'],
        tests: true,
      },
    ],
    { env },
  );
});
