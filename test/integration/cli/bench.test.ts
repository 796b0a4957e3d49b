import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BenchReport } from '../../../server/src/pipeline/bench/bench';
import { filesUnder } from '../cache/fixture';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const run = promisify(execFile);

describe('itk-wrap bench', () => {
  let sample: SampleCopy;
  let temporary: string;
  const program = path.join(root, 'dist/itk-wrap.js');
  const env = (): NodeJS.ProcessEnv => ({
    ...process.env,
    ITK_WRAP_CACHE: sample.store,
    TMPDIR: temporary,
  });

  before(async function () {
    this.timeout(120_000);
    sample = await sampleCopy({ configureOnly: true });
    temporary = await mkdtemp(path.join(os.tmpdir(), 'bench-test-'));
  });
  after(async () => {
    await sample?.remove();
    await rm(temporary, { recursive: true, force: true });
  });

  it('misses once, then hits in the same place, another build directory and another worktree, also through ninja', async () => {
    const before = filesUnder(sample.build);
    const chart = path.join(temporary, 'chart.svg');
    const args = ['bench', '--build', sample.build, '--types', '3', '--ninja', '--json', '--out', chart];
    const { stdout } = await run(process.execPath, [program, ...args], { env: env() });
    const report = JSON.parse(stdout) as BenchReport;
    const counts = report.rows.map(({ through, phase, hits, preprocessed, misses, failed }) =>
      [through, phase, hits, preprocessed, misses, failed].join(' '),
    );
    assert.deepEqual(counts, [
      'one process no cache 0 0 0 0',
      'one process cold 0 0 3 0',
      'one process same directory 3 0 0 0',
      'one process other directory 3 0 0 0',
      'one process other worktree 3 0 0 0',
      'ninja no cache 0 0 0 0',
      'ninja cold 0 0 3 0',
      'ninja same directory 3 0 0 0',
      'ninja other directory 3 0 0 0',
      'ninja other worktree 3 0 0 0',
    ]);
    assert.deepEqual(report.differing, []);
    for (const row of report.rows) assert.ok(row.seconds > 0 && row.ratio > 0, row.phase);
    const svg = await readFile(chart, 'utf8');
    for (const row of report.rows) assert.ok(svg.includes(`>${row.phase}</text>`), row.phase);
    assert.equal(svg.match(/class="(bar|base)"/g)?.length, 10);
    assert.deepEqual(filesUnder(sample.build), before, 'the build is as it was');
    assert.deepEqual(filesUnder(sample.store), [], 'the user’s store is as it was');
    // The user's own folder for temporary files still exists and is empty.
    const left = filesUnder(temporary);
    assert.deepEqual(left, ['chart.svg'], 'nothing is left behind');
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const child = spawn(process.execPath, [program, 'bench', '--build', sample.build, '--progress-fd', '3'], {
      env: env(),
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdio[3]?.on('data', () => child.kill('SIGINT'));
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 1, said);
    assert.match(said, /cancelled/);
    assert.deepEqual(
      (await readdir(temporary)).filter((name) => name.startsWith('itk-wrap-bench')),
      [],
    );
  });

  it('says what it cannot measure', async () => {
    const ask = (...args: string[]) =>
      run(process.execPath, [program, 'bench', '--build', sample.build, ...args], { env: env() }).then(
        () => assert.fail('it ended well'),
        (error: { code: number; stderr: string }) => [error.code, error.stderr] as const,
      );
    assert.match((await ask('--type', 'itkNone'))[1], /This build has no type itkNone/);
    assert.match((await ask('--out', 'chart.txt'))[1], /ends in \.html or \.svg/);
    assert.equal((await ask('--types', '0'))[0], 2);
  });
});
