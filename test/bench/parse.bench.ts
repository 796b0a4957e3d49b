// Parses the CMake files of an ITK (ITK_WRAPPING_ITK_SOURCE, else that of `npm run test:itk`) and compares wasm with native.
// npx tsx test/bench/parse.bench.ts
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import NativeParser from 'tree-sitter';
import { loadParser } from '../../server/src/cmake/syntax/parse';
import { nativeGrammar } from '../support/native-grammar';

const source =
  process.env.ITK_WRAPPING_ITK_SOURCE ?? path.join(homedir(), '.cache/itk-wrapping-dev/itk-5.2.1/src');

/** The time of the fastest of three runs, in milliseconds. */
function fastest(run: () => void): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const start = performance.now();
      run();
      return performance.now() - start;
    }),
  );
}

async function main(): Promise<void> {
  const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.wrap$|\.cmake$|CMakeLists\.txt$/.test(file))
    .map((file) => readFileSync(path.join(source, file), 'utf8'));
  const parser = await loadParser();
  const native = new NativeParser();
  native.setLanguage(nativeGrammar() as NativeParser.Language);

  const nativeTime = fastest(() =>
    texts.forEach((text) => native.parse((index: number) => text.slice(index, index + 8192))),
  );
  const wasmTime = fastest(() => texts.forEach((text) => parser.parseTree(text).delete()));
  const astTime = fastest(() => texts.forEach((text) => parser.parseScript(text)));

  const largest = texts.reduce((a, b) => (a.length > b.length ? a : b));
  const fresh = fastest(() => parser.parseTree(largest).delete());
  const document = parser.open(largest);
  const middle = largest.indexOf('\n', largest.length / 2);
  let edits = 0;
  const edit = fastest(() => {
    const old = document.tree!.copy();
    document.update(`${largest.slice(0, middle)}\n# ${edits++}${largest.slice(middle)}`);
    old.delete();
  });
  const converted = fastest(() => parser.parseScript(largest));

  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
  console.log(`${texts.length} files, ${megabytes.toFixed(1)} MB`);
  console.log(
    `native ${nativeTime.toFixed(0)} ms; wasm ${wasmTime.toFixed(0)} ms: ${(wasmTime / nativeTime).toFixed(2)} times that`,
  );
  console.log(
    `wasm and AST ${astTime.toFixed(0)} ms: ${(astTime / wasmTime).toFixed(2)} times the wasm alone`,
  );
  console.log(
    `largest file, ${(largest.length / 1e3).toFixed(0)} kB: ${fresh.toFixed(1)} ms for the tree; ` +
      `with AST afresh ${converted.toFixed(1)} ms, after an edit ${edit.toFixed(1)} ms: ${(edit / converted).toFixed(2)} times that`,
  );
}

void main();
