// npm runs this after it has installed the packages. It makes dist/ if there is none yet: pre-commit installs the hooks of
// .pre-commit-hooks.yaml as a git dependency, and the commands are not committed.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/root.mjs';

if (!existsSync(path.join(root, 'dist/itk-wrap.js'))) {
  // For a global installation from git, npm prepares a package without its dependencies.
  if (!existsSync(path.join(root, 'node_modules/esbuild'))) {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name)),
    );
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: root,
      env,
      stdio: 'ignore',
    });
  }
  const { bundle } = await import('./lib/bundle.mjs');
  await bundle({ minify: true, watch: false });
}
