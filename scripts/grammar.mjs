// Rebuilds the generated files of the grammar from server/grammar/grammar.js and src/scanner.c: src/parser.c,
// src/node-types.json and tree-sitter-cmake.wasm. They are committed, so this is needed only after a change to the grammar.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const grammar = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'server/grammar');
const wasm = path.join(grammar, 'tree-sitter-cmake.wasm');

/** Tools, and how to install each on Debian. TREE_SITTER names a tree-sitter that is not on PATH. */
const install = {
  'tree-sitter':
    "cargo install tree-sitter-cli --version '^0.25' --locked   (with Rust; or set TREE_SITTER to its path)",
  clang: 'apt-get install clang',
  'wasm-ld': 'apt-get install lld',
};
const wasiHeaders = process.env.WASI_HEADERS ?? '/usr/include/wasm32-wasi';

function run(tool, args) {
  const program = (tool === 'tree-sitter' && process.env.TREE_SITTER) || tool;
  try {
    execFileSync(program, args, { cwd: grammar, stdio: 'inherit' });
  } catch (error) {
    if (error.code === 'ENOENT') fail(`${program} is not installed. To get it: ${install[tool]}`);
    fail(`${program} ${args.join(' ')} failed (exit ${error.status}): see above.`);
  }
}

function fail(message) {
  console.error(`npm run grammar: ${message}`);
  process.exit(1);
}

if (!existsSync(wasiHeaders)) {
  fail(
    `no C headers for wasm in ${wasiHeaders}. To get them: apt-get install wasi-libc, or set WASI_HEADERS to them.`,
  );
}
run('tree-sitter', ['generate']);

const objects = mkdtempSync(path.join(tmpdir(), 'grammar-'));
try {
  const compiled = ['parser', 'scanner'].map((unit) => {
    const object = path.join(objects, `${unit}.o`);
    run('clang', [
      '--target=wasm32-unknown-emscripten',
      ...['-O2', '-fPIC', '-fvisibility=hidden', '-nostdlibinc', '-isystem', wasiHeaders, '-D__wasi__'],
      ...['-I', 'src', '-c', `src/${unit}.c`, '-o', object],
    ]);
    return object;
  });
  run('wasm-ld', [
    ...[
      '--shared',
      '--experimental-pic',
      '--no-entry',
      '--export=tree_sitter_cmake',
      '--allow-undefined',
      '--strip-all',
    ],
    ...['-o', wasm, ...compiled],
  ]);
} finally {
  rmSync(objects, { recursive: true, force: true });
}
console.log(`server/grammar/tree-sitter-cmake.wasm: ${statSync(wasm).size} bytes`);
