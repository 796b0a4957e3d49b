import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/** One CMake at a time in a build, with the real CMake. Only Linux says which programs run in a folder. Needs dist/. */
describe('itk-wrap and another CMake in the same build', function () {
  this.timeout(120_000);
  let copy: SampleCopy;
  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
  });
  after(() => copy?.remove());

  const itkWrap = (...args: string[]): Promise<{ code: number | null; stderr: string }> => {
    const child = spawn(
      process.execPath,
      [path.join(root, 'dist/itk-wrap.js'), ...args, '--build', copy.build],
      { env: { ...process.env, ITK_WRAP_CACHE: copy.store } },
    );
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    child.stdout.resume();
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
  };
  const lock = (): string => path.join(copy.build, 'itk-wrap-configures');
  /** Makes CMake necessary. */
  const edit = async (): Promise<void> => {
    // The times of the last run's files are older.
    await setTimeout(20);
    fs.appendFileSync(path.join(copy.build, 'CMakeCache.txt'), '# edited\n');
  };

  it('waits until a CMake that somebody else has started has ended', async function () {
    if (process.platform !== 'linux') this.skip();
    const other = spawn('cmake', ['-E', 'sleep', '3'], { cwd: copy.build });
    let otherEnded = false;
    other.on('close', () => (otherEnded = true));
    const { code, stderr } = await itkWrap('configure');
    assert.equal(code, 0, stderr);
    assert.ok(otherEnded);
    assert.match(stderr, /Waiting until CMake, which already runs in /);
  });

  it('runs CMake once if two builds need it at the same time', async () => {
    await edit();
    const type = ['build', '--type', 'itkAbsImageFilter', '--to', 'xml'];
    const both = await Promise.all([itkWrap(...type), itkWrap(...type)]);
    const said = both.map(({ stderr }) => stderr).join('\n');
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
      said,
    );
    assert.equal(said.match(/Running CMake/g)?.length, 1, said);
    assert.ok(!fs.existsSync(lock()));
  });

  it('does not wait for a process that was killed', async () => {
    const { pid } = spawnSync('true');
    fs.writeFileSync(lock(), String(pid));
    const { code, stderr } = await itkWrap('configure');
    assert.equal(code, 0, stderr);
    assert.ok(!fs.existsSync(lock()));
  });

  it('can be cancelled while it waits', async () => {
    fs.writeFileSync(lock(), String(process.pid));
    const child = spawn(process.execPath, [
      path.join(root, 'dist/itk-wrap.js'),
      'configure',
      '--build',
      copy.build,
    ]);
    let stderr = '';
    const ended = new Promise((resolve) => child.on('close', resolve));
    await new Promise<void>((resolve) =>
      child.stderr.on('data', (chunk) => {
        stderr += String(chunk);
        if (stderr.includes('Waiting')) resolve();
      }),
    );
    child.kill('SIGINT');
    assert.equal(await ended, 2, stderr);
    assert.match(stderr, /Cancelled before .* was configured/);
    assert.equal(fs.readFileSync(lock(), 'utf8'), String(process.pid), 'the lock of another process stays');
    fs.rmSync(lock());
  });
});
