// `npm run build [-- --minify | --watch]`: installs missing npm packages, and bundles everything that ships into dist/.
import { ensureNodeModules } from './lib/node-modules.mjs';

try {
  await ensureNodeModules();
  // bundle.mjs imports packages that may only just have been installed.
  const { bundle } = await import('./lib/bundle.mjs');
  await bundle({ minify: process.argv.includes('--minify'), watch: process.argv.includes('--watch') });
} catch (error) {
  // esbuild has already printed its own errors.
  if (!error.errors) console.error(`\n✗ ${error.message}`);
  process.exitCode = 1;
}
