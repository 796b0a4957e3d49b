/*
 * What the cache costs, as ratios of paired runs on a real ITK: `npm run bench:cache`.
 *   ITK_WRAPPING_ITK_BUILD  a configured Ninja build directory of ITK (it is only read)
 *   --types N               number of types (default 10), spread over the build
 *   --repeat N              pairs of each (default 5)
 *   --cold N                pairs of a cold run and castxml itself, for each type and runtime (default 8)
 *   --many N                number of types in one process (default 96, a tenth of ITK)
 *   --python SCRIPT         itk-castxml-cache.py of a checkout of ITK's pull request 6533, to compare with
 *   --only NAMES            only these runtimes: resident, node, bun, native, python (default: all that are here)
 * The resident server also writes depfiles, as after `setup`. Each hit finds no XML in the build.
 * Runs never overlap, and each is compared with a `castxml -E` of the same type right before it. The machine should be idle.
 * If it is not, the ratios of processor time are still valid. That of the resident server includes the server's. Needs Python,
 * and ninja for a build of the types of --many.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openCache } from '../../server/src/cache/cache';
import { preprocessArguments } from '../../server/src/cache/invocation/castxml-arguments';
import type { Invocation } from '../../server/src/cache/api';
import { timed as timedCommand } from './timed-command';

const root = path.resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    types: { type: 'string', default: '10' },
    repeat: { type: 'string', default: '5' },
    cold: { type: 'string', default: '8' },
    many: { type: 'string', default: '96' },
    python: { type: 'string' },
    only: { type: 'string' },
  },
});
const build = process.env.ITK_WRAPPING_ITK_BUILD;
if (!build || !fs.existsSync(path.join(build, 'build.ninja')))
  throw new Error(
    'Set ITK_WRAPPING_ITK_BUILD to a configured build directory of ITK (Ninja, ITK_WRAP_PYTHON=ON).',
  );
const script = path.join(root, 'dist/itk-castxml-cache.js');
if (!fs.existsSync(script)) throw new Error('dist/itk-castxml-cache.js is missing: npm run build');

interface Type {
  name: string;
  castxml: string;
  args: string[];
}

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-cache-bench-'));
let serial = 0;
/** The hits of the resident server that are not measured, for each type. */
const WARM_UP = 15;

/** The goals of each row, by runtime. */
const AIMS: readonly [row: string, aims: Readonly<Record<string, number>>][] = [
  ['L1 hit over castxml -E', { resident: 0.05, bun: 0.12, native: 0.12 }],
  ['L1 hit less an empty node, over castxml -E', { node: 0.1 }],
  ['hit in another build directory over castxml -E', { resident: 0.08, bun: 0.15, native: 0.15 }],
  ['cold run over bare castxml', { bun: 1.15, native: 1.15 }],
  ['all hits in one process: per type over castxml -E', { 'one process': 0.02 }],
  ['all hits through ninja, less ninja with true: per type over castxml -E', {}],
  ['817 hits through ninja, less ninja with true, s', { resident: 10 }],
  ['peak memory of one hit, MB', { bun: 60, native: 60 }],
];

main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => {
    endServer();
    fs.rmSync(work, { recursive: true, force: true });
  });

/** The time that a run took, in seconds. */
interface Cost {
  wall: number;
  cpu: number;
}

/** The ratios for each row, in the order in which they were measured. */
type Table = Map<string, Cost[]>;

async function main(): Promise<void> {
  const all = readTypes(path.join(build ?? '', 'build.ninja'));
  const chosen = readable(spread(all, Number(values.types)));
  const runtimes = findRuntimes();
  console.log(`${all.length} types in the build; ${chosen.map(({ name }) => name).join(', ')}`);
  console.log(
    `node ${process.version}; ${runtimes.map(({ name }) => name).join(', ')}; ${os.cpus().length} cores`,
  );
  const table: Table = new Map();
  for (const type of chosen) for (const runtime of runtimes) oneType(type, runtime, table);
  await manyHits(readable(spread(all, Number(values.many))), runtimes, table);
  print(table, [...runtimes.map(({ name }) => name), 'one process']);
}

function note(table: Table, row: string, cost: Cost, base: Cost): void {
  const ratio = { wall: cost.wall / base.wall, cpu: cost.cpu / base.cpu };
  table.set(row, [...(table.get(row) ?? []), ratio]);
}

/** Measures every row for one type on one runtime, each next to the run that it is compared with. */
function oneType(type: Type, runtime: Runtime, table: Table): void {
  const { name } = runtime;
  const { args } = buildDirectory(type);
  let store = '';
  for (let i = 0; i < Number(values.cold); i++) {
    store = path.join(work, `store-${serial++}`);
    const bare = timed(type.castxml, args, {});
    note(table, `cold run over bare castxml|${name}`, timedWrapper(runtime, type, args, store), bare);
  }
  // A server that has just started runs code that is not compiled yet, as it does for the first types of a build.
  if (runtime.serverSeconds) for (let i = 0; i < WARM_UP; i++) timedWrapper(runtime, type, args, store);
  for (let i = 0; i < Number(values.repeat); i++) {
    const base = preprocess(type);
    const hit = timedWrapper(runtime, type, args, store);
    note(table, `L1 hit over castxml -E|${name}`, hit, base);
    if (name === 'node') {
      const empty = timed(process.execPath, ['-e', '0'], {});
      const more = { wall: hit.wall - empty.wall, cpu: hit.cpu - empty.cpu };
      note(table, `L1 hit less an empty node, over castxml -E|${name}`, more, base);
    }
    const other = timedWrapper(runtime, type, buildDirectory(type).args, store);
    note(table, `hit in another build directory over castxml -E|${name}`, other, base);
  }
  const peak = peakMegabytes(runtime, type, args, store);
  if (peak !== null)
    note(table, `peak memory of one hit, MB|${name}`, { wall: peak, cpu: 0 }, { wall: 1, cpu: 1 });
}

function print(table: Table, names: readonly string[]): void {
  for (const [row, aims] of AIMS)
    for (const name of names) {
      const ratios = table.get(`${row}|${name}`);
      if (!ratios) continue;
      const wall = ratios.map((ratio) => ratio.wall).sort((a, b) => a - b);
      const cpu = ratios.map((ratio) => ratio.cpu).sort((a, b) => a - b);
      const middle = median(wall);
      const aim = aims[name];
      const verdict = aim === undefined ? '' : middle <= aim ? `aim ${aim}: met` : `aim ${aim}: MISSED`;
      console.log(
        `${row.padEnd(70)} ${name.padEnd(12)} ${range(wall)}  by processor time ${range(cpu)}  n = ${ratios.length}  ${verdict}`,
      );
    }
}

function range(sorted: readonly number[]): string {
  const ends = `(${sorted[0]?.toFixed(3)} to ${sorted.at(-1)?.toFixed(3)})`;
  return `${median(sorted).toFixed(3)} ${ends}`.padEnd(25);
}

/** Measures hits of many types in one process, as in `itk-wrap castxml --all`. */
async function manyHits(types: readonly Type[], runtimes: readonly Runtime[], table: Table): Promise<void> {
  const store = path.join(work, 'many');
  const open = (): ReturnType<typeof openCache> =>
    openCache({ roots: [store], format: 'gzip', maxBytes: 2 ** 33 });
  const runs = types.map((type): Invocation => ({
    castxml: type.castxml,
    args: buildDirectory(type).args,
    cwd: work,
  }));
  const cold = open();
  for (const run of runs) await cold.run(run);
  cold.flush();
  for (let i = 0; i < Number(values.repeat); i++) {
    const base = types.map(preprocess).reduce((sum, cost) => ({
      wall: sum.wall + cost.wall,
      cpu: sum.cpu + cost.cpu,
    }));
    for (const run of runs) fs.rmSync(outputOf(run.args), { force: true });
    const cache = open();
    const before = process.cpuUsage();
    const started = performance.now();
    let snapshot = cache.snapshot();
    const queue = [...runs];
    const worker = async (): Promise<void> => {
      for (let run = queue.shift(); run; run = queue.shift()) {
        if (performance.now() - snapshot.since > 1000) snapshot = cache.snapshot();
        const { outcome } = await cache.run(run, { snapshot });
        if (outcome !== 'hit-l1') throw new Error(`${run.args.at(-1)}: ${outcome}, where a hit was due`);
      }
    };
    await Promise.all(os.cpus().map(worker));
    const wall = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    const cost = { wall, cpu: (user + system) / 1e6 };
    note(table, 'all hits in one process: per type over castxml -E|one process', cost, base);
    for (const runtime of runtimes) throughNinja(runtime, runs, store, base, table);
  }
}

/** Measures a build that restores these types, through ninja, next to one whose commands are all `true`. */
function throughNinja(
  { name, command, environment, serverSeconds, depfiles }: Runtime,
  runs: readonly Invocation[],
  store: string,
  base: Cost,
  table: Table,
): void {
  const folder = path.join(work, 'ninja');
  const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`.replaceAll('$', '$$$$');
  const build = (prefix: readonly string[]): Cost => {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder);
    const edges = runs.map(({ castxml, args }, i) => {
      const asked =
        depfiles && prefix === command ? ['--depfile', `${outputOf(args)}.d`, outputOf(args)] : [];
      const line = [...prefix, ...asked, castxml, ...args].map(quoted).join(' ');
      return `rule r${i}\n  command = ${line}\nbuild o${i}: r${i}\n`;
    });
    fs.writeFileSync(path.join(folder, 'build.ninja'), edges.join(''));
    const begun = serverSeconds?.() ?? 0;
    const cost = timed('ninja', ['-C', folder], { ...environment, ITK_WRAP_CACHE: store });
    spawnSync('sleep', ['0.02']);
    return { ...cost, cpu: cost.cpu + (serverSeconds?.() ?? 0) - begun };
  };
  const nothing = build(['true']);
  for (const run of runs) fs.rmSync(outputOf(run.args), { force: true });
  const all = build(command);
  const more = { wall: all.wall - nothing.wall, cpu: all.cpu - nothing.cpu };
  note(table, `all hits through ninja, less ninja with true: per type over castxml -E|${name}`, more, base);
  const seconds = { wall: runs.length / 817, cpu: runs.length / 817 };
  note(table, `817 hits through ninja, less ninja with true, s|${name}`, more, seconds);
}

/** The castxml edges in build.ninja. */
function readTypes(ninja: string): Type[] {
  const types: Type[] = [];
  for (const line of fs.readFileSync(ninja, 'utf8').split('\n')) {
    const at = line.indexOf(' --castxml-start ');
    if (at < 0 || !line.includes('COMMAND = ')) continue;
    const words = [...line.slice(line.indexOf('&& ') + 3).matchAll(/"([^"]*)"|(\S+)/g)].map(
      (word) => word[1] ?? word[2] ?? '',
    );
    const begin = words.findIndex((word) => path.basename(word) === 'castxml');
    const [castxml = '', ...args] = words.slice(begin);
    const source = args.find((argument) => argument.endsWith('.cxx'));
    if (source) types.push({ name: path.basename(source, '.cxx'), castxml, args });
  }
  if (types.length === 0) throw new Error(`${ninja} holds no castxml command`);
  return types;
}

/** The types that castxml can read. Those of BoneMorphometry, for example, need headers that the build does not have. */
function readable(types: readonly Type[]): Type[] {
  return types.filter((type) => {
    try {
      preprocess(type);
      return true;
    } catch {
      console.log(`left out: ${type.name}`);
      return false;
    }
  });
}

function spread(types: readonly Type[], count: number): Type[] {
  return Array.from({ length: Math.min(count, types.length) }, (_, i) => {
    return types[Math.floor(((i + 0.5) * types.length) / Math.min(count, types.length))];
  }).filter((type) => type !== undefined);
}

/** Creates a build directory of our own with the type's inputs, because the real one is only read. */
function buildDirectory(type: Type): { args: string[] } {
  const folder = path.join(work, `build-${serial++}`);
  const inputs = path.join(folder, 'Wrapping/castxml_inputs');
  fs.mkdirSync(inputs, { recursive: true });
  fs.copyFileSync(path.join(build ?? '', 'CMakeCache.txt'), path.join(folder, 'CMakeCache.txt'));
  const take = (file: string): string => {
    const copy = path.join(inputs, path.basename(file));
    fs.copyFileSync(file, copy);
    return copy;
  };
  const args = type.args.map((argument, i) => {
    if (type.args[i - 1] === '-o') return path.join(inputs, path.basename(argument));
    if (argument.startsWith('@')) return `@${take(argument.slice(1))}`;
    return argument.endsWith('.cxx') ? take(argument) : argument;
  });
  return { args };
}

function outputOf(args: readonly string[]): string {
  return args[args.indexOf('-o') + 1] ?? '';
}

function preprocess(type: Type): Cost {
  return timed(type.castxml, preprocessArguments(type.args, path.join(work, 'text.i')), {});
}

function timedWrapper(
  { command, environment, serverSeconds, depfiles }: Runtime,
  type: Type,
  args: readonly string[],
  store: string,
): Cost {
  const [file = '', ...before] = command;
  // A hit restores the XML. What it costs the system to remove an old one is not part of it, and ninja removes depfiles itself.
  const output = outputOf(args);
  for (const file of [output, `${output}.d`]) fs.rmSync(file, { force: true });
  const asked = depfiles ? ['--depfile', `${output}.d`, output] : [];
  const words = [...before, ...asked, type.castxml, ...args];
  const begun = serverSeconds?.() ?? 0;
  const cost = timed(file, words, { ...environment, ITK_WRAP_CACHE: store });
  if (!serverSeconds) return cost;
  // The server counts a hit after its answer.
  spawnSync('sleep', ['0.02']);
  return { ...cost, cpu: cost.cpu + serverSeconds() - begun };
}

function timed(file: string, args: readonly string[], environment: NodeJS.ProcessEnv): Cost {
  const { wall, processor } = timedCommand([file, ...args], environment);
  return { wall, cpu: processor };
}

function peakMegabytes(
  { command, environment }: Runtime,
  type: Type,
  args: readonly string[],
  store: string,
): number | null {
  if (!fs.existsSync('/usr/bin/time')) return null;
  const { stderr } = spawnSync('/usr/bin/time', ['-f', 'peak %M', ...command, type.castxml, ...args], {
    env: { ...process.env, ...environment, ITK_WRAP_CACHE: store },
    encoding: 'utf8',
  });
  const match = /peak (\d+)/.exec(stderr);
  return match ? Number(match[1]) / 1024 : null;
}

interface Runtime {
  name: string;
  command: readonly string[];
  environment: NodeJS.ProcessEnv;
  /** Whether it also writes depfiles, as after `setup`. */
  depfiles?: boolean;
  /** Seconds of processor time so far of a process that works for the command. */
  serverSeconds?: () => number;
}

/** The launcher on each available runtime, started as dist/itk-castxml-cache starts it. */
function findRuntimes(): Runtime[] {
  const cached = path.join(os.homedir(), '.cache/itk-wrapping-dev/bun/node_modules/.bin/bun');
  const bun = spawnSync('bun', ['--version']).status === 0 ? 'bun' : fs.existsSync(cached) ? cached : null;
  const native = path.join(root, 'dist/itk-castxml-cache-native');
  const environment = { BUN_JSC_useJIT: '0', BUN_JSC_useConcurrentGC: '0' };
  const resident = residentRuntime();
  const all = [
    ...(resident ? [resident] : []),
    { name: 'node', command: [process.execPath, script], environment: {} },
    ...(bun ? [{ name: 'bun', command: [bun, script], environment }] : []),
    ...(fs.existsSync(native) ? [{ name: 'native', command: [native], environment }] : []),
    ...(values.python === undefined
      ? []
      : [{ name: 'python', command: ['python3', path.resolve(values.python)], environment: {} }]),
  ];
  const only = values.only?.split(',');
  return all.filter(({ name }) => only?.includes(name) ?? true);
}

/** The default path, as `setup` installs it: the client in C and the server. The first run starts the server. */
function residentRuntime(): Runtime | null {
  const client = path.join(work, 'client');
  const source = path.join(root, 'server/native/itk-castxml-cache-client.c');
  if (spawnSync('cc', ['-x', 'c', '-std=c99', '-O2', '-o', client, source]).status !== 0) return null;
  const environment = { XDG_RUNTIME_DIR: work, ITK_WRAP_CACHE_SERVER_IDLE: '3600' };
  const command = [client, path.join(root, 'dist/itk-castxml-cache')];
  return {
    name: 'resident',
    command,
    environment,
    depfiles: true,
    serverSeconds: () => processorSeconds(serverId()),
  };
}

/** The server of this benchmark. 0 if it does not run yet. */
function serverId(): number {
  const folder = path.join(work, 'itk-wrap');
  const token = fs.existsSync(folder) && fs.readdirSync(folder).find((name) => name.endsWith('.token'));
  return token ? Number(fs.readFileSync(path.join(folder, token), 'latin1').split('\n')[1]) : 0;
}

/** The processor time of all threads of a process. The kernel counts it in nanoseconds here, and elsewhere in ticks. */
function processorSeconds(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  if (pid === 0 || !fs.existsSync(tasks)) return 0;
  const times = fs.readdirSync(tasks).map((task) => {
    return Number(fs.readFileSync(`${tasks}/${task}/schedstat`, 'latin1').split(' ')[0]);
  });
  return times.reduce((sum, time) => sum + time, 0) / 1e9;
}

function endServer(): void {
  const pid = serverId();
  if (pid !== 0) process.kill(pid);
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
