// Makes dist/itk-castxml-cache-native, one self-contained executable of the wrapper, with Bun's compiler.
// Bun is taken from PATH, else installed once from npm into the development cache (about 100 MB).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const BUN_VERSION = '1.4.5';
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const script = path.join(root, 'dist/itk-castxml-cache.js');
if (!existsSync(script)) {
  console.error('dist/itk-castxml-cache.js is missing: run `npm run build` first.');
  process.exit(2);
}
const target = path.join(
  root,
  'dist',
  `itk-castxml-cache-native${process.platform === 'win32' ? '.exe' : ''}`,
);
run(await findBun(), ['build', '--compile', '--minify', '--bytecode', '--outfile', target, script]);
console.log(path.relative(process.cwd(), target));

async function findBun() {
  if (spawnSync('bun', ['--version']).status === 0) return 'bun';
  const cache = process.env.ITK_WRAPPING_DEV_CACHE ?? path.join(os.homedir(), '.cache/itk-wrapping-dev');
  const folder = path.join(cache, 'bun');
  const bun = path.join(folder, 'node_modules/.bin/bun');
  if (spawnSync(bun, ['--version']).status === 0) return bun;
  console.error(`Installing bun ${BUN_VERSION} into ${folder} …`);
  await mkdir(folder, { recursive: true });
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `bun@${BUN_VERSION}`]);
  // npm may be set up to run no install scripts; this one only links the binary.
  if (spawnSync(bun, ['--version']).status !== 0)
    run(process.execPath, [path.join(folder, 'node_modules/bun/install.js')]);
  return bun;
}

function run(file, args) {
  const { status, error } = spawnSync(file, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  console.error(`${path.basename(file)} ${args[0]} failed${error ? `: ${error.message}` : ''}.`);
  process.exit(1);
}
