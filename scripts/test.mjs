// `npm test`: sets up everything that is missing, then runs verify, unit, integration and e2e tests. Ends with `N passed, N
// failed`.
import { ensureCMakes } from './lib/cmakes.mjs';
import { ensureCodeServer } from './lib/code-server.mjs';
import { ensurePackages } from './lib/debian.mjs';
import { ensureGersemi } from './lib/gersemi.mjs';
import { ensureBun } from './lib/bun.mjs';
import { ensureNginx } from './lib/nginx.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { ensureOldTools } from './lib/old-tools.mjs';
import { runChecks } from './lib/run-checks.mjs';
import { script } from './lib/script.mjs';

await script(async () => {
  await ensurePackages('packages', 'pipeline', 'server', 'browser', 'editors');
  await ensureNodeModules();
  await ensureCMakes();
  await ensureGersemi();
  await ensureOldTools();
  await ensureNginx();
  await ensureBun();
  await ensureCodeServer();
  const npm = (name, ...more) => ['npm', 'run', '--silent', name, ...more];
  return runChecks([
    // The build comes first, so that the tests have what they run even if a type check or the format fails.
    { title: 'Build', command: npm('build') },
    { title: 'Types and lint', command: npm('verify') },
    { title: 'Unit tests', command: npm('test:unit'), tests: true },
    { title: 'Integration tests', command: npm('test:integration'), tests: true },
    { title: 'Scenes in VS Code', command: npm('test:e2e', '--', '--no-build'), tests: true },
  ]);
});
