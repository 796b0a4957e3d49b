// Makes the package: `npm run package` creates out/itk-wrapping-<version>.vsix. It must be small and contain what it needs.
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { run } from './lib/processes.mjs';
import { root } from './lib/root.mjs';
import { script } from './lib/script.mjs';

const LIMIT_BYTES = 3 * 2 ** 20;
/** Without one of these, a feature would be missing, and packaging would not report an error. */
const NEEDED = [
  'dist/extension.js',
  'dist/server.js',
  'dist/first-names-worker.js',
  'dist/evaluation-worker.js',
  'dist/question-worker.js',
  'dist/watchdog-worker.js',
  'dist/itk-wrap.js',
  'dist/itk-castxml-cache',
  'dist/itk-castxml-cache.js',
  'dist/itk-castxml-cache-server.js',
  'dist/igenerator-driver.py',
  'dist/itk-igenerator-cache',
  'dist/itk-igenerator-cache.js',
  'dist/itk-swig-cache',
  'dist/itk-swig-cache.js',
  'dist/web-tree-sitter.wasm',
  'dist/tree-sitter-cmake.wasm',
  'dist/sql-wasm.wasm',
  'dist/graph.js',
  'dist/graph-style.css',
  'dist/timings.js',
  'dist/timings-style.css',
  'dist/THIRD-PARTY-NOTICES.txt',
  'cmake/itkWrapCastXMLCacheSupport.cmake',
  'server/native/itk-castxml-cache-client.c',
  'package.nls.json',
  'LICENSE',
];

await script(async () => {
  if ((await run(process.execPath, ['scripts/build.mjs', '--minify'], { cwd: root })) !== 0) return 1;
  // The build has installed it if it was missing.
  const { createVSIX, listFiles } = await import('@vscode/vsce');
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const packagePath = path.join(root, 'out', `itk-wrapping-${version}.vsix`);
  await mkdir(path.dirname(packagePath), { recursive: true });
  const files = await listFiles({ cwd: root, dependencies: false });
  const missing = NEEDED.filter((file) => !files.includes(file));
  if (missing.length) throw new Error(`The package would lack ${missing.join(', ')}.`);
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
    skipLicense: false,
  });
  const { size } = await stat(packagePath);
  console.log(
    `${path.relative(root, packagePath)}: ${(size / 2 ** 20).toFixed(2)} MB, ${files.length} files`,
  );
  if (size > LIMIT_BYTES) throw new Error(`It is larger than ${LIMIT_BYTES / 2 ** 20} MB.`);
  return 0;
});
