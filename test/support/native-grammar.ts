import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const grammar = path.join(root, 'server/grammar');
const addon = path.join(root, 'out/grammar/cmake.node');
const sources = ['src/parser.c', 'src/scanner.c', 'bindings/node.c'].map((file) => path.join(grammar, file));
const load = createRequire(__filename);

/** The language for npm's native `tree-sitter`. It is compiled first if it is missing or older than its sources. */
export function nativeGrammar(): unknown {
  if (!existsSync(addon) || sources.some((file) => statSync(file).mtimeMs > statSync(addon).mtimeMs))
    compile();
  return load(addon);
}

function compile(): void {
  const headers = path.join(path.dirname(load.resolve('node-api-headers/package.json')), 'include');
  mkdirSync(path.dirname(addon), { recursive: true });
  const shared = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];
  const options = [...shared, '-fPIC', '-O2', '-I', headers, '-I', path.join(grammar, 'src'), '-o', addon];
  try {
    execFileSync(process.env.CC ?? 'cc', [...options, ...sources], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  } catch (error) {
    throw new Error(
      'The native parser could not be compiled. It needs a C compiler (apt-get install gcc, or set CC).',
      { cause: error },
    );
  }
}
