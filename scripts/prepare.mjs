// npm runs this after it has installed the packages. It makes dist/ if there is none yet: pre-commit installs the hooks of
// .pre-commit-hooks.yaml as a git dependency, and the commands are not committed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './lib/bundle.mjs';
import { root } from './lib/root.mjs';

if (!existsSync(path.join(root, 'dist/itk-wrap.js'))) await bundle({ minify: true, watch: false });
