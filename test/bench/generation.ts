/*
 * What the cache of SWIG's runs saves, as ratios of paired runs: `npm run bench:generation`. Needs dist/, SWIG and Python.
 *   --classes N   the number of classes in the module that is wrapped (default 40)
 *   --swig FILE   the program (default: swig)
 *   --build DIR   instead, the commands of a build that has the interface files, with all outputs in a temporary folder
 *   --types N     how many of its types, spread over the sizes of their interface files (default 10)
 *   --repeat N    pairs of each (default 5; for each type of a build 1)
 * Runs never overlap, and each is compared with a run of SWIG without the cache right before it. The ratios of processor
 * time (user and system) are valid on a machine that is not idle, too.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readBuild } from '../../server/src/build/read-build';
import { median, ratio, timed, type Times } from './timed-command';

const { values } = parseArgs({
  options: {
    classes: { type: 'string', default: '40' },
    repeat: { type: 'string' },
    swig: { type: 'string', default: 'swig' },
    build: { type: 'string' },
    types: { type: 'string', default: '10' },
  },
});
const launcher = path.resolve(import.meta.dirname, '../../dist/itk-swig-cache');
if (!fs.existsSync(launcher)) throw new Error('dist/itk-swig-cache is missing: npm run build');

/** A command of SWIG. */
interface Command {
  name: string;
  /** The command with its outputs in a tree. */
  inTree: (tree: string) => readonly string[];
  cwd: string;
}
const TREES = ['one', 'two/below'] as const;
type Tree = (typeof TREES)[number];

/** How many macros `another` has made. */
let macros = 0;
const work = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'itk-swig-bench-')));
const environment = { ITK_WRAP_CACHE: path.join(work, 'store'), XDG_RUNTIME_DIR: work };
async function main(): Promise<void> {
  for (const tree of TREES) createTree(tree);
  const commands = values.build === undefined ? [ofOwnModule()] : await ofBuild(path.resolve(values.build));
  const rows: Record<string, number[][]> = {
    'a miss over SWIG': [],
    'a hit over SWIG': [],
    'a hit in another worktree over SWIG': [],
    'a hit of the resident server': [],
    '… in another worktree': [],
  };
  const add = (row: string, ratios: number[]): void => void rows[row]!.push(ratios);
  const client = compileClient();
  const repeats = Number(values.repeat ?? (values.build === undefined ? 5 : 1));
  for (const [index, given] of commands.entries())
    for (let n = 0; n < repeats; n++) {
      // The store knows SWIG's own files, as it does in a build, and not this run.
      const command = another(given);
      if (index + n === 0) run(another(command), 'one', [launcher]);
      removeOutputs('one');
      const miss = run(command, 'one', [launcher]);
      const plain = run(command, 'one');
      add('a miss over SWIG', ratio(miss, plain));
      console.log(
        `${command.name}: SWIG ${plain.processor.toFixed(2)} s, a miss ${miss.processor.toFixed(2)} s`,
      );
      removeOutputs('one');
      add('a hit over SWIG', ratio(run(command, 'one', [launcher]), run(command, 'one')));
      removeOutputs('two/below');
      add(
        'a hit in another worktree over SWIG',
        ratio(run(command, 'two/below', [launcher]), run(command, 'one')),
      );
      if (client === null) continue;
      const served = [client, launcher];
      // The first runs start the server, and let it compile its code.
      if (index + n === 0)
        for (let warm = 0; warm < 20; warm++) {
          removeOutputs('one');
          run(command, 'one', served);
        }
      for (const [row, tree] of [
        ['a hit of the resident server', 'one'],
        ['… in another worktree', 'two/below'],
      ] as const) {
        removeOutputs(tree);
        add(
          row,
          ratio(
            withServer(() => run(command, tree, served)),
            run(command, 'one'),
          ),
        );
      }
    }
  console.log('median ratio of            processor time   wall time');
  for (const [name, ratios] of Object.entries(rows).filter(([, each]) => each.length > 0))
    console.log(`${name.padEnd(37)} ${median(ratios, 0)}       ${median(ratios, 1)}`);
}

/** The same command with a macro that nothing reads, which the cache takes for another run. */
function another({ inTree, ...command }: Command): Command {
  const macro = `-DITK_WRAP_BENCH_${++macros}`;
  return { ...command, inTree: (tree) => [...inTree(tree).slice(0, -1), macro, inTree(tree).at(-1) ?? ''] };
}

/** Folders for outputs, in what the cache takes for two builds. */
function createTree(tree: Tree): void {
  const at = path.join(work, tree);
  for (const folder of ['src', 'build/py']) fs.mkdirSync(path.join(at, folder), { recursive: true });
  fs.writeFileSync(`${at}/build/CMakeCache.txt`, `CMAKE_HOME_DIRECTORY:INTERNAL=${at}/src\n`);
}

/** A module of many classes, in both trees. */
function ofOwnModule(): Command {
  const method = (n: number): string =>
    `  double method${n}(std::vector<double> values, int count = ${n});\n`;
  const methods = Array.from({ length: 12 }, (_, n) => method(n)).join('');
  const classes = Array.from(
    { length: Number(values.classes) },
    (_, n) => `class Filter${n} : public Base {\npublic:\n  Filter${n}();\n${methods}};\n`,
  );
  for (const tree of TREES) {
    const src = path.join(work, tree, 'src');
    fs.writeFileSync(`${src}/base.i`, '%module base\nclass Base { public: virtual ~Base(); };\n');
    fs.writeFileSync(
      `${src}/m.i`,
      `%module m\n%include <std_vector.i>\n%template(vectorD) std::vector<double>;\n%import "base.i"\n${classes.join('')}`,
    );
  }
  const options = ['-c++', '-python', '-features', 'autodoc=2', '-doxygen'];
  const inTree = (tree: string): readonly string[] => {
    const src = path.join(work, tree, 'src');
    return [values.swig, ...options, ...outputOptions(tree, 'm'), `-I${src}`, `${src}/m.i`];
  };
  return { name: `${values.classes} classes`, inTree, cwd: work };
}

/** Types of a build. */
async function ofBuild(dir: string): Promise<readonly Command[]> {
  const { types } = await readBuild(dir);
  const found = types.flatMap(({ swig }) => {
    if (!swig || !fs.existsSync(swig.source)) return [];
    const { name, source, command } = swig;
    const [program = '', ...rest] = command.argv.filter(
      (word, at, all) => !isOutputOption(word) && !isOutputOption(all[at - 1]),
    );
    const inTree = (tree: string): readonly string[] => [program, ...outputOptions(tree, name), ...rest];
    return [{ name, inTree, cwd: command.cwd, bytes: fs.statSync(source).size }];
  });
  if (found.length === 0)
    throw new Error(`${dir} has no interface files: itk-wrap build --all --to interface`);
  found.sort((a, b) => a.bytes - b.bytes);
  const count = Math.min(Number(values.types), found.length);
  return Array.from({ length: count }, (_, n) => found[Math.floor(((n + 0.5) * found.length) / count)]!);
}

const isOutputOption = (word: string | undefined): boolean => word === '-o' || word === '-outdir';

const outputOptions = (tree: string, name: string): readonly string[] => {
  const build = path.join(work, tree, 'build');
  return ['-o', `${build}/${name}Python.cpp`, '-outdir', `${build}/py`];
};

function removeOutputs(tree: Tree): void {
  const build = path.join(work, tree, 'build');
  for (const folder of [build, path.join(build, 'py')])
    for (const name of fs.readdirSync(folder))
      if (/\.(?:cpp|py)$/.test(name)) fs.rmSync(path.join(folder, name));
}

const run = ({ inTree, cwd }: Command, tree: Tree, before: readonly string[] = []): Times =>
  timed([...before, ...inTree(tree)], environment, cwd);

/** The client of the resident server, as `setup` compiles it. Null without a C compiler. */
function compileClient(): string | null {
  const client = path.join(work, 'client');
  const source = path.resolve(import.meta.dirname, '../../server/native/itk-castxml-cache-client.c');
  const { status } = spawnSync('cc', ['-x', 'c', '-std=c99', '-O2', '-o', client, source]);
  return status === 0 ? client : null;
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

main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => {
    const pid = serverId();
    if (pid !== null) process.kill(pid);
    fs.rmSync(work, { recursive: true, force: true });
  });
