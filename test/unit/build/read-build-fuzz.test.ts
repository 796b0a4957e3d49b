import assert from 'node:assert/strict';
import * as fsPromises from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { splitCommandLine } from '../../../server/src/build/generators/command-line';
import { parseCMakeCache } from '../../../server/src/build/cmake-cache';
import { parseCxx, parseIncludes } from '../../../server/src/build/inputs/castxml-cxx';
import type { BuildFs } from '../../../server/src/host/build-files';
import { inspectBuild } from '../../../server/src/build/find/inspect-build';
import { parseInc } from '../../../server/src/build/inputs/castxml-inc';
import { parseMakefile } from '../../../server/src/build/generators/makefile-rules';
import { leftovers } from '../../../server/src/build/pkl/leftovers';
import { parseNinjaLog } from '../../../server/src/build/generators/ninja-log';
import { readPklState } from '../../../server/src/build/pkl/pkl';
import { readBuild } from '../../../server/src/build/read-build';
import type { BuildTree } from '../../../server/src/build/build-tree';
import { buildFixture } from '../../support/build-fixture';
import { processorMs } from '../../support/processor-time';
import { seedOf } from '../../support/random';
import { tempDir, writeFiles } from '../../support/temp-dir';

const SEED = seedOf('FUZZ_SEED');
const ROUNDS = 30;

const JUNK = [
  '$',
  '"',
  "'",
  '\\',
  '\0',
  '\r\n',
  '\n',
  ' ',
  ':',
  '|',
  '&&',
  '=',
  '${',
  '(',
  '<',
  '\u{1F600}',
  'build ',
];

/** One mutation: cut, drop, duplicate, insert, change a byte, or convert line ends. Places are fractions of the length. */
const harms = fc.record({
  kind: fc.nat({ max: 5 }),
  places: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  junk: fc.constantFrom(...JUNK),
  byte: fc.nat({ max: 255 }),
});
type Harm = typeof harms extends fc.Arbitrary<infer T> ? T : never;

function harmed(text: string, done: readonly Harm[]): Buffer {
  let bytes = Buffer.from(text);
  for (const { kind, places, junk, byte } of done) {
    const [from, to] = places.map((part) => Math.floor(part * bytes.length)).sort((a, b) => a - b) as [
      number,
      number,
    ];
    if (kind === 0) bytes = bytes.subarray(0, from);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
    else if (kind === 3)
      bytes = Buffer.concat([bytes.subarray(0, from), Buffer.from(junk), bytes.subarray(from)]);
    else if (kind === 4 && bytes.length > 0) bytes[Math.min(from, bytes.length - 1)] = byte;
    else bytes = Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
  }
  return bytes;
}

describe(`fuzzed readers (FUZZ_SEED=${SEED})`, function () {
  this.timeout(60_000);
  const temp = tempDir();
  const FILES = ['build.ninja', 'CMakeCache.txt', 'CMakeFiles/rules.ninja'];
  const PKL = 'Wrapping/Generators/Python/itk-pkl';

  function fixture(): Record<string, string> {
    const dir = temp();
    return {
      ...buildFixture(dir, path.join(dir, 'src'), {
        ITKCommon: { types: ['itkA', 'itkB'] },
        ITKOther: { types: ['itkC'], dependencies: ['ITKCommon'] },
      }),
      [`${PKL}/itkA.index.txt`]: `${dir}/${PKL}/A.itkA.pkl\n`,
    };
  }

  /** Runs every query about the build. Each must return an answer, whatever the build looks like. */
  async function readAll(fs: BuildFs = fsPromises): Promise<BuildTree> {
    const build = await readBuild(temp(), { fs });
    for (const module of build.modules) await readPklState(build, module, fs);
    await leftovers(build, fs);
    await inspectBuild(temp(), 'inside', fs);
    for (const { file, message, next } of build.problems) assert.ok(file && message && next);
    return build;
  }

  it('read mutated build folders without an exception', async () => {
    const some = fc.option(fc.array(harms, { minLength: 1, maxLength: 5 }), { freq: 2, nil: [] });
    const names = [...FILES, `${PKL}/itkA.index.txt`];
    const each = fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), some)));
    await fc.assert(
      fc.asyncProperty(each, async (done) => {
        const files: Record<string, string | Buffer> = fixture();
        for (const [name, list] of done) files[name] = harmed(String(files[name]), list);
        writeFiles(temp(), files);
        await readAll();
      }),
      { seed: SEED, numRuns: ROUNDS },
    );
  });

  it('read a part of the whole if a file is cut off anywhere', async () => {
    const files = fixture();
    writeFiles(temp(), files);
    const whole = await readAll();
    const text = files['build.ninja'] ?? '';
    for (let end = 0; end < text.length; end += 61) {
      writeFiles(temp(), { 'build.ninja': text.slice(0, end) });
      const part = await readAll();
      assert.ok(part.types.length <= whole.types.length);
    }
  });

  it('report problems for binary files and lines of megabytes', async () => {
    writeFiles(temp(), { ...fixture(), 'build.ninja': Buffer.alloc(5_000_000, 0xfe) });
    assert.ok((await readAll()).problems.length > 0);
    writeFiles(temp(), { 'build.ninja': 'build ' + 'x'.repeat(9_000_000) + ' --castxml-start' });
    assert.ok((await readAll()).problems.length > 0);
    writeFiles(temp(), { 'build.ninja': 'build a: CUSTOM_COMMAND\n  COMMAND = ' + '$'.repeat(6_000_000) });
    assert.ok((await readAll()).problems.length > 0);
    writeFiles(temp(), { 'CMakeCache.txt': Buffer.alloc(3_000_000, 0x41) });
    assert.ok((await readAll()).problems.length > 0);
  });

  it('report problems for cyclic and missing includes', async () => {
    const files = fixture();
    writeFiles(temp(), { ...files, 'build.ninja': 'include build.ninja\n' + (files['build.ninja'] ?? '') });
    assert.ok((await readAll()).problems.some(({ message }) => message.includes('deep')));
    writeFiles(temp(), { 'build.ninja': 'subninja nowhere.ninja\n' + (files['build.ninja'] ?? '') });
    const build = await readAll();
    assert.equal(build.types.length, 3);
    assert.ok(build.problems.some(({ message }) => message.includes('nowhere.ninja')));
  });

  it('report one problem for each file that vanishes or fails while it is read', async () => {
    for (const victim of ['build.ninja', 'CMakeCache.txt']) {
      writeFiles(temp(), fixture());
      const failing = new Proxy(fsPromises, {
        get(target, name: keyof BuildFs) {
          if (name === 'open')
            return async (...args: Parameters<BuildFs['open']>) => {
              const handle = await target.open(...args);
              if (args[0].endsWith(victim))
                handle.read = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ESTALE' }));
              return handle;
            };
          if (name === 'readFile')
            return (...args: Parameters<BuildFs['readFile']>) =>
              args[0].endsWith(victim)
                ? Promise.reject(Object.assign(new Error('gone'), { code: 'ENOENT' }))
                : target.readFile(...args);
          return target[name];
        },
      });
      const build = await readBuild(temp(), { fs: failing });
      assert.equal(build.problems.filter(({ file }) => file.endsWith(victim)).length, 1);
    }
  });

  it('accept any text in the text parsers', () => {
    const cxx =
      '#include "a.h"\nnamespace wrappers\n{\n using itkA=itk::A< itk::B< 2 > >;\n typedef itk::C itkC;\n}\n';
    const inc = '"-I/a b"\n-isystem /c\n-DX="1"\n';
    const line = `cd /a && env A=b castxml -o "x y" --castxml-start w "(" c++ ")" 'q' @f`;
    const make =
      'V = x\na\\ b: c\n\tcd /a && castxml --castxml-start $(V) $$\nd: a\\ b\n\t@$(CMAKE_COMMAND) -E touch_nocreate d\n';
    const log = '# ninja log v5\n0\t1\t2\tx\ty\n';
    const readers: [text: string, read: (text: string) => unknown][] = [
      [cxx, parseCxx],
      [cxx, parseIncludes],
      [inc, (text) => parseInc(text, '/b')],
      [line, (text) => splitCommandLine(text, 'posix')],
      [line, (text) => splitCommandLine(text, 'windows')],
      [log, (text) => parseNinjaLog(text, '/b')],
      [inc, parseCMakeCache],
      [make, parseMakefile],
    ];
    for (const [text, read] of readers)
      fc.assert(
        fc.property(fc.array(harms, { minLength: 1, maxLength: 5 }), (done) => {
          read(harmed(text, done).toString());
        }),
        { seed: SEED, numRuns: 2000 },
      );
  });

  it('stay fast on long hostile text', () => {
    const ms = processorMs(() => {
      const long = 'using a=<'.repeat(60_000);
      parseCxx(long);
      parseCxx('typedef '.repeat(60_000));
      parseCxx('typedef a b '.repeat(60_000));
      parseCxx('\n'.repeat(500_000) + 'using x=y;');
      parseInc('"'.repeat(500_000), '/b');
      parseInc('\\'.repeat(500_000), '/b');
      splitCommandLine('"'.repeat(500_001), 'posix');
      splitCommandLine('\\'.repeat(500_000), 'windows');
      parseCMakeCache('"'.repeat(500_000) + ':=');
      parseMakefile('\\a'.repeat(300_000));
      parseMakefile('$('.repeat(300_000) + '\n\t' + '$('.repeat(300_000));
    });
    assert.ok(ms < 20_000, `${ms} ms`);
  });
});
