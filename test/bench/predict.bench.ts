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

function time(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

async function main(): Promise<void> {
  const parser = await loadParser();
  const open = (): ReturnType<typeof openPrediction> =>
    openPrediction({ source, build }, { parse: (text) => parser.parseScript(text) });
  const byCMake: number[] = [];
  const byUs: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    byUs.push(time(open));
    byCMake.push(time(() => void spawnSync(cmake, [build], { stdio: 'ignore' })));
  }
  const session = open();
  const { types, cxx, swigInterface } = checkPrediction(session.prediction(), build);
  const edits: number[] = [];
  for (const name of session.typeNames()) {
    const { wrap } = session.type(name)!;
    const text = readFileSync(wrap!, 'utf8');
    for (const edited of [`${text}\n# edited\n`, text]) edits.push(time(() => session.update(wrap!, edited)));
  }
  edits.sort((a, b) => a - b);
  const at = (share: number): string => edits[Math.floor(edits.length * share)]!.toFixed(1);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(`${types} types, ${cxx.same} and ${swigInterface.same} files equal to CMake's (${build})`);
  console.log(`cmake, configured again:  ${(median(byCMake) / 1000).toFixed(1)} s`);
  console.log(`all types predicted:      ${(median(byUs) / 1000).toFixed(2)} s`);
  console.log(`ratio:                    ${(median(byCMake) / median(byUs)).toFixed(1)}`);
  console.log(
    `one edited .wrap:         median ${at(0.5)} ms, 95 % ${at(0.95)} ms, worst ${edits[edits.length - 1]!.toFixed(1)} ms`,
  );
  console.log(`peak memory, all of it:   ${megabytes.toFixed(0)} MB`);
}

void main();
