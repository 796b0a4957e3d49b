// Compiles the launcher into one self-contained executable, dist/itk-castxml-cache-native, with Bun's compiler.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { compileNative } from './lib/compile-native.mjs';
import { root } from './lib/root.mjs';
import { script } from './lib/script.mjs';

await script(async () => {
  const bundle = path.join(root, 'dist/itk-castxml-cache.js');
  if (!existsSync(bundle))
    throw new Error('dist/itk-castxml-cache.js is missing: run `npm run build` first.');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const target = path.join(root, 'dist', `itk-castxml-cache-native${suffix}`);
  await compileNative(bundle, target);
  console.log(path.relative(process.cwd(), target));
  return 0;
});
