// `npm test`: sets up all that is missing, then verify, unit, integration and e2e tests. Ends with `N passed, N failed`.
import { ensureCMakes } from './lib/cmakes.mjs';
import { ensureCodeServer } from './lib/code-server.mjs';
import { ensurePackages } from './lib/debian.mjs';
import { ensureGersemi } from './lib/gersemi.mjs';
import { ensureBun } from './lib/bun.mjs';
import { ensureNginx } from './lib/nginx.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { runChecks } from './lib/run-checks.mjs';
import { script } from './lib/script.mjs';

await script(async () => {
  await ensurePackages('packages', 'pipeline', 'server', 'browser', 'editors');
  await ensureNodeModules();
  await ensureCMakes();
  await ensureGersemi();
  await ensureNginx();
  await ensureBun();
  await ensureCodeServer();
  const npm = (name, ...more) => ['npm', 'run', '--silent', name, ...more];
  return runChecks([
    // First, so that the others have what they run also where a type or a comma is wrong.
    { title: 'Build', command: npm('build') },
    { title: 'Types and lint', command: npm('verify') },
    { title: 'Unit tests', command: npm('test:unit'), tests: true },
    { title: 'Integration tests', command: npm('test:integration'), tests: true },
    { title: 'Scenes in VS Code', command: npm('test:e2e', '--', '--no-build'), tests: true },
  ]);
});
