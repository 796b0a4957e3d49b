// Compares the prediction of a configured build with CMake configuring it again, one process each, in turn. Then edits every
// file. It measures the bundle in dist/, which `npm run bench:predict` makes.
//   npm run bench:predict -- --build DIR    (CMake configures DIR again, so name a build that may be changed)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseCMakeCache } from '../../server/src/build/cmake-cache';
import type { PredictionCheck } from '../../server/src/wrapping/evaluation/compare-generated';
import { root } from '../support/repository';

const { values } = parseArgs({
  options: { build: { type: 'string' }, rounds: { type: 'string', default: '3' } },
});
if (values.build === undefined) {
  console.error('Name a build that may be configured again: npm run bench:predict -- --build DIR');
  process.exit(2);
}
const build = path.resolve(values.build);
const cache = parseCMakeCache(readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8'));
const source = cache.get('CMAKE_HOME_DIRECTORY')!;
const cmake = cache.get('CMAKE_COMMAND')!;

interface Run {
  /** Elapsed seconds, and seconds of processor time of all processes together, as the shell counts them. */
  wall: number;
  processor: number;
  stdout: string;
}

function run(...command: string[]): Run {
  const start = performance.now();
  const script = '"$@" 2>/dev/null; status=$?; times >&2; exit $status';
  const { stdout, stderr, status } = spawnSync('sh', ['-c', script, 'sh', ...command], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`);
  const times = (stderr.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g);
  const processor = [...times].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
  return { wall: (performance.now() - start) / 1000, processor, stdout };
}

function median(runs: readonly Run[], part: 'wall' | 'processor'): number {
  return runs.map((one) => one[part]).sort((a, b) => a - b)[Math.floor(runs.length / 2)]!;
}

const ours: Run[] = [];
const theirs: Run[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  const tool = path.join(root, 'dist/itk-wrap.js');
  ours.push(run(process.execPath, tool, 'predict', '--fresh', '--check', '--json', '--build', build));
  theirs.push(run(cmake, build));
}
const { types, cxx, swigInterface } = JSON.parse(ours[0]!.stdout) as PredictionCheck;
console.log(`${types} types, ${cxx.same} and ${swigInterface.same} files equal to CMake's (${build})`);
const line = (name: string, wall: number, processor: number, unit: string): void =>
  console.log(`${name.padEnd(26)}${wall.toFixed(1)}${unit} (processor ${processor.toFixed(1)}${unit})`);
/** Prints what our runs took, and how many times faster than CMake they were. */
function compare(name: string, runs: typeof theirs): void {
  const [wall, processor] = [median(runs, 'wall'), median(runs, 'processor')];
  line(name, wall, processor, ' s');
  line('times faster:', median(theirs, 'wall') / wall, median(theirs, 'processor') / processor, '');
}
line('cmake, configured again:', median(theirs, 'wall'), median(theirs, 'processor'), ' s');
compare('all types predicted:', ours);

// The re-configures may have touched files, but their contents are the same.
const kept = mkdtempSync(path.join(tmpdir(), 'itk-wrapping-bench-'));
process.env.ITK_WRAP_PREDICTIONS = kept;
const again = Array.from({ length: Number(values.rounds) + 1 }, () =>
  run(
    process.execPath,
    path.join(root, 'dist/itk-wrap.js'),
    'predict',
    '--check',
    '--json',
    '--build',
    build,
  ),
).slice(1);
compare('… kept by an earlier run:', again);

const session = run(process.execPath, path.join(root, 'test/bench/predict-session.mjs'), source, build);
const {
  opened,
  first,
  again: reopened,
  edits,
  megabytes,
} = JSON.parse(session.stdout) as {
  opened: { milliseconds: number; megabytes: number };
  again: { milliseconds: number; processor: number };
  first: { processor: number };
  edits: number[];
  megabytes: number;
};
edits.sort((a, b) => a - b);
const at = (share: number): string => edits[Math.floor((edits.length - 1) * share)]!.toFixed(1);
console.log(`one edited .wrap:         median ${at(0.5)} ms, 95 % ${at(0.95)} ms, worst ${at(1)} ms`);
console.log(
  `peak memory:              ${opened.megabytes.toFixed(0)} MB when opened, ${megabytes.toFixed(0)} MB after an edit of every file`,
);
console.log(
  `first answer in the editor: ${opened.milliseconds.toFixed(0)} ms (processor ${first.processor.toFixed(0)} ms), kept ${reopened.milliseconds.toFixed(0)} ms (processor ${reopened.processor.toFixed(0)} ms)`,
);
rmSync(kept, { recursive: true });
