/**
 * How long it takes to read a build tree, beside what ninja itself needs to load the same build.ninja and what a bare read of
 * the file costs. Run: npx tsx test/bench/build.ts [BUILD DIR]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { findBuilds } from '../../server/src/build/find';
import { readPklState } from '../../server/src/build/pkl';
import { readBuild } from '../../server/src/build/readBuild';

const ROUNDS = 9;

async function main(): Promise<void> {
  const dir = path.resolve(process.argv[2] ?? (await import('../support/itk')).itkBuild);
  const file = path.join(dir, 'build.ninja');
  const times: Record<string, number[]> = { 'readBuild, first': [], readBuild: [], ninja: [], readFile: [] };
  const timed = async (name: string, work: () => unknown): Promise<void> => {
    const start = performance.now();
    await work();
    times[name]?.push(performance.now() - start);
  };
  readFileSync(file);
  await timed('readBuild, first', () => readBuild(dir));
  const cpu: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    await timed('readBuild', () => readBuild(dir));
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
    await timed('ninja', () => spawnSync('ninja', ['-C', dir, '-t', 'rules'], { maxBuffer: 1 << 28 }));
    await timed('readFile', () => readFileSync(file));
  }
  const build = await readBuild(dir);
  const start = performance.now();
  for (const module of build.modules) await readPklState(build, module);
  const pklMs = performance.now() - start;
  const findStart = performance.now();
  const found = await findBuilds([build.source]);
  const findMs = performance.now() - findStart;

  const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
  const ours = median(times.readBuild ?? []);
  console.log(
    `${build.types.length} types, ${build.modules.length} modules, build.ninja of ${(statSync(file).size / 1e6).toFixed(1)} MB`,
  );
  for (const [name, values] of Object.entries(times))
    console.log(
      `${name.padEnd(18)} ${median(values).toFixed(0).padStart(6)} ms   readBuild / it = ${(ours / median(values)).toFixed(2)}`,
    );
  console.log(`readBuild, CPU     ${median(cpu).toFixed(0).padStart(6)} ms`);
  console.log(`pkl of all modules ${pklMs.toFixed(0).padStart(6)} ms`);
  console.log(`findBuilds         ${findMs.toFixed(0).padStart(6)} ms   ${found.length} found`);
  console.log(`memory             ${(process.memoryUsage().rss / 1e6).toFixed(0).padStart(6)} MB resident`);
}

void main();
