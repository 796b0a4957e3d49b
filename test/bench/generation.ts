/*
 * What the cache of SWIG's runs saves, as ratios of paired runs: `npm run bench:generation`. Needs dist/, SWIG and bash.
 *   --classes N   the number of classes in the module that is wrapped (default 40)
 *   --repeat N    pairs of each (default 5)
 *   --swig FILE   the program (default: swig)
 * Runs never overlap, and each is compared with a run of SWIG without the cache right before it. The ratios of processor
 * time (user and system) are valid on a machine that is not idle, too.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    classes: { type: 'string', default: '40' },
    repeat: { type: 'string', default: '5' },
    swig: { type: 'string', default: 'swig' },
  },
});
const launcher = path.resolve(import.meta.dirname, '../../dist/itk-swig-cache');
if (!fs.existsSync(launcher)) throw new Error('dist/itk-swig-cache is missing: npm run build');

/** A shell that times a command and prints the times in its last line. Node does not report the time of a child process. */
const TIMING = 'TIMEFORMAT="%U %S %R"; { time "$@" 2>/dev/null; } 2>&1';

interface Times {
  processor: number;
  wall: number;
}

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-swig-bench-'));
try {
  for (const tree of ['one', 'two/below']) writeTree(tree);
  const miss: number[][] = [];
  const hit: number[][] = [];
  const elsewhere: number[][] = [];
  for (let n = 0; n < Number(values.repeat); n++) {
    const beside = (measured: Times, plain: Times): number[] => [
      measured.processor / plain.processor,
      measured.wall / plain.wall,
    ];
    fs.rmSync(path.join(work, 'store'), { recursive: true, force: true });
    miss.push(beside(run('one', [launcher]), run('one')));
    hit.push(beside(run('one', [launcher]), run('one')));
    removeOutputs('two/below');
    elsewhere.push(beside(run('two/below', [launcher]), run('one')));
  }
  const rows = {
    'a miss over SWIG': miss,
    'a hit over SWIG': hit,
    'a hit in another worktree over SWIG': elsewhere,
  };
  console.log('median ratio of            processor time   wall time');
  for (const [name, ratios] of Object.entries(rows))
    console.log(`${name.padEnd(37)} ${median(ratios, 0)}       ${median(ratios, 1)}`);
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

function writeTree(tree: string): void {
  const at = path.join(work, tree);
  for (const folder of ['src', 'build/py']) fs.mkdirSync(path.join(at, folder), { recursive: true });
  fs.writeFileSync(`${at}/build/CMakeCache.txt`, `CMAKE_HOME_DIRECTORY:INTERNAL=${at}/src\n`);
  const method = (n: number): string =>
    `  double method${n}(std::vector<double> values, int count = ${n});\n`;
  const methods = Array.from({ length: 12 }, (_, n) => method(n)).join('');
  const classes = Array.from(
    { length: Number(values.classes) },
    (_, n) => `class Filter${n} : public Base {\npublic:\n  Filter${n}();\n${methods}};\n`,
  );
  fs.writeFileSync(`${at}/src/base.i`, '%module base\nclass Base { public: virtual ~Base(); };\n');
  fs.writeFileSync(
    `${at}/src/m.i`,
    `%module m\n%include <std_vector.i>\n%template(vectorD) std::vector<double>;\n%import "base.i"\n${classes.join('')}`,
  );
}

function removeOutputs(tree: string): void {
  for (const name of ['mPython.cpp', 'py/m.py'])
    fs.rmSync(path.join(work, tree, 'build', name), { force: true });
}

function run(tree: string, before: readonly string[] = []): Times {
  const at = path.join(work, tree);
  const outputs = [
    '-o',
    `${at}/build/mPython.cpp`,
    '-outdir',
    `${at}/build/py`,
    `-I${at}/src`,
    `${at}/src/m.i`,
  ];
  const command = [
    ...before,
    values.swig,
    '-c++',
    '-python',
    '-features',
    'autodoc=2',
    '-doxygen',
    ...outputs,
  ];
  const { status, stdout } = spawnSync('bash', ['-c', TIMING, 'bash', ...command], {
    env: { ...process.env, ITK_WRAP_CACHE: path.join(work, 'store') },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command.join(' ')} failed: ${stdout}`);
  const [user = 0, system = 0, wall = 0] = (stdout.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { processor: user + system, wall };
}

function median(ratios: readonly number[][], column: number): string {
  const sorted = ratios.map((row) => row[column] ?? NaN).sort((a, b) => a - b);
  return (sorted[sorted.length >> 1] ?? NaN).toFixed(3);
}
