// Predicts a configured build beside CMake's own re-configure of it, one process each, in turn.
//   npm run bench:predict -- --build DIR    (CMake configures DIR again: give a build that may be touched)
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseCMakeCache } from '../../server/src/build/cmakeCache';
import { loadParser } from '../../server/src/cmake/parse';
import { checkPrediction } from '../../server/src/wrapping/check';
import { openPrediction } from '../../server/src/wrapping/prediction';

const { values } = parseArgs({
  options: { build: { type: 'string' }, rounds: { type: 'string', default: '3' } },
});
if (values.build === undefined) throw new Error('Name a build that may be configured again: --build DIR.');
const build = path.resolve(values.build);
const cache = parseCMakeCache(readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8'));
const source = cache.get('CMAKE_HOME_DIRECTORY')!;
const cmake = cache.get('CMAKE_COMMAND')!;

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

/** Processor seconds of CMake's run, all its processes together, as the shell counts them. */
function cmakeSeconds(): number {
  const script = '"$1" "$2" >/dev/null 2>&1; times';
  const { stdout } = spawnSync('sh', ['-c', script, 'sh', cmake, build], { encoding: 'utf8' });
  const children = stdout.trim().split('\n')[1] ?? '';
  const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return times.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}

function time(run: () => void): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}

async function main(): Promise<void> {
  const parser = await loadParser();
  const open = (): ReturnType<typeof openPrediction> =>
    openPrediction({ source, build }, { parse: (text) => parser.parseScript(text) });
  const byCMake: number[] = [];
  const byUs: number[] = [];
  const cmakeProcessor: number[] = [];
  const ourProcessor: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const before = process.cpuUsage();
    byUs.push(time(open));
    const { user, system } = process.cpuUsage(before);
    ourProcessor.push((user + system) / 1e6);
    byCMake.push(time(() => cmakeProcessor.push(cmakeSeconds())));
  }
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const session = open();
  const { types, cxx, swigInterface } = checkPrediction(session.prediction(), build);
  const edits: number[] = [];
  for (const name of session.typeNames()) {
    const { wrap } = session.type(name)!;
    const text = readFileSync(wrap!, 'utf8');
    for (const edited of [`${text}\n# edited\n`, text])
      edits.push(1000 * time(() => session.update(wrap!, edited)));
  }
  edits.sort((a, b) => a - b);
  const at = (share: number): string => edits[Math.floor((edits.length - 1) * share)]!.toFixed(1);
  const line = (name: string, wall: number, processor: number, unit: string): void =>
    console.log(`${name.padEnd(26)}${wall.toFixed(1)}${unit} (processor ${processor.toFixed(1)}${unit})`);
  console.log(`${types} types, ${cxx.same} and ${swigInterface.same} files equal to CMake's (${build})`);
  line('cmake, configured again:', median(byCMake), median(cmakeProcessor), ' s');
  line('all types predicted:', median(byUs), median(ourProcessor), ' s');
  line('ratio:', median(byCMake) / median(byUs), median(cmakeProcessor) / median(ourProcessor), '');
  console.log(`one edited .wrap:         median ${at(0.5)} ms, 95 % ${at(0.95)} ms, worst ${at(1)} ms`);
  console.log(`peak memory:              ${megabytes.toFixed(0)} MB`);
}

void main();
