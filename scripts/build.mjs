// `npm run build [-- --minify | --watch]`: installs the npm packages where they are missing, and bundles all that ships into dist/.
import { ensureNodeModules } from './lib/node-modules.mjs';

try {
  await ensureNodeModules();
  // Its own imports are among what may just have been installed.
  const { bundle } = await import('./lib/bundle.mjs');
  await bundle({ minify: process.argv.includes('--minify'), watch: process.argv.includes('--watch') });
} catch (error) {
  // esbuild has told its own errors.
  if (!error.errors) console.error(`\n✗ ${error.message}`);
  process.exitCode = 1;
}
