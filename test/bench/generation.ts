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
import { median, ratio, timed, type Times } from './timed-command';

const { values } = parseArgs({
  options: {
    classes: { type: 'string', default: '40' },
    repeat: { type: 'string', default: '5' },
    swig: { type: 'string', default: 'swig' },
  },
});
const launcher = path.resolve(import.meta.dirname, '../../dist/itk-swig-cache');
if (!fs.existsSync(launcher)) throw new Error('dist/itk-swig-cache is missing: npm run build');

const work = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'itk-swig-bench-')));
const environment = { ITK_WRAP_CACHE: path.join(work, 'store'), XDG_RUNTIME_DIR: work };
try {
  for (const tree of ['one', 'two/below']) writeTree(tree);
  const miss: number[][] = [];
  const hit: number[][] = [];
  const elsewhere: number[][] = [];
  const served: number[][] = [];
  const servedElsewhere: number[][] = [];
  const client = compileClient();
  for (let n = 0; n < Number(values.repeat); n++) {
    fs.rmSync(path.join(work, 'store'), { recursive: true, force: true });
    miss.push(ratio(run('one', [launcher]), run('one')));
    hit.push(ratio(run('one', [launcher]), run('one')));
    removeOutputs('two/below');
    elsewhere.push(ratio(run('two/below', [launcher]), run('one')));
    if (client === null) continue;
    // The first runs start the server, and let it compile its code.
    if (n === 0) for (let warm = 0; warm < 20; warm++) warmUp([client, launcher]);
    removeOutputs('one');
    served.push(
      ratio(
        withServer(() => run('one', [client, launcher])),
        run('one'),
      ),
    );
    removeOutputs('two/below');
    servedElsewhere.push(
      ratio(
        withServer(() => run('two/below', [client, launcher])),
        run('one'),
      ),
    );
  }
  const rows = {
    'a miss over SWIG': miss,
    'a hit over SWIG': hit,
    'a hit in another worktree over SWIG': elsewhere,
    'a hit of the resident server': served,
    '… in another worktree': servedElsewhere,
  };
  console.log('median ratio of            processor time   wall time');
  for (const [name, ratios] of Object.entries(rows).filter(([, each]) => each.length > 0))
    console.log(`${name.padEnd(37)} ${median(ratios, 0)}       ${median(ratios, 1)}`);
} finally {
  const pid = serverId();
  if (pid !== null) process.kill(pid);
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
  return timed(command, environment);
}

/** The client of the resident server, as `setup` compiles it. Null without a C compiler. */
function compileClient(): string | null {
  const client = path.join(work, 'client');
  const source = path.resolve(import.meta.dirname, '../../server/native/itk-castxml-cache-client.c');
  const { status } = spawnSync('cc', ['-x', 'c', '-std=c99', '-O2', '-o', client, source]);
  return status === 0 ? client : null;
}

function warmUp(before: readonly string[]): void {
  removeOutputs('one');
  run('one', before);
}

/** Adds the processor time that the server takes meanwhile. */
function withServer(measure: () => Times): Times {
  const before = serverSeconds();
  const { processor, wall } = measure();
  return { processor: processor + serverSeconds() - before, wall };
}

/** The processor time of the server so far, in seconds. Needs Linux. */
function serverSeconds(): number {
  const pid = serverId();
  if (pid === null) return 0;
  const fields = fs
    .readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The process of the server. Null if it does not run yet. */
function serverId(): number | null {
  const folder = path.join(work, 'itk-wrap');
  const token = fs.existsSync(folder) && fs.readdirSync(folder).find((name) => name.endsWith('.token'));
  return token ? Number(fs.readFileSync(path.join(folder, token), 'utf8').split('\n')[1]) : null;
}
