import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { DepsRecord } from '../../../server/src/build/generators/ninja-deps';
import { recordDeps } from '../../../server/src/build/generators/record-deps';
import { recordInNinja } from '../../../server/src/build/generators/ninja-record';
import { eventually } from '../../support/eventually';
import { buildOf } from '../../support/build';
import { tempDir, writeFiles } from '../../support/temp-dir';

/** `.ninja_deps` as we continue it, read by the real ninja. */
describe('records in .ninja_deps', () => {
  const dir = tempDir();
  const HEADERS = ['a.h', 'with space.h', 'x/é.h', 'abcd.h', 'cash$.h'];
  const command = (name: string): string => `cp ${name}.in ${name}.out && cp ${name}.list ${name}.d`;

  beforeEach(() => {
    const rule = (name: string): string =>
      `build ${name}.out: make ${name}.in\n  command = ${command(name)}\n  depfile = ${name}.d\n  deps = gcc\n`;
    writeFiles(dir(), {
      'build.ninja': `rule make\n  command = $command\n  restat = 1\n${rule('one')}${rule('two')}`,
      'one.in': '1\n',
      'two.in': '2\n',
      'one.list': 'one.out: a.h\n',
      'two.list': 'two.out: with\\ space.h ./x/../a.h\n',
      ...Object.fromEntries(HEADERS.map((name) => [name, ''])),
    });
  });

  function ninja(...args: string[]): string {
    const { stdout, status } = spawnSync('ninja', args, { cwd: dir(), encoding: 'utf8' });
    assert.equal(status, 0, stdout);
    return stdout;
  }
  const file = (): string => path.join(dir(), '.ninja_deps');
  const deps = (name: string): string[] =>
    ninja('-t', 'deps', `${name}.out`)
      .split('\n')
      .filter((line) => line.startsWith('    '))
      .map((line) => line.trim());
  const record = (name: string, inputs: readonly string[]): DepsRecord => {
    const { mtimeNs } = fs.statSync(path.join(dir(), `${name}.out`), { bigint: true });
    return { output: `${name}.out`, mtimeNs, inputs: inputs.map((input) => Buffer.from(input)) };
  };
  const add = (...records: DepsRecord[]): Promise<boolean> =>
    recordDeps(dir(), records, () => Promise.resolve(true));

  it('are those of ninja if there is no file yet', async () => {
    ninja();
    fs.rmSync(file());
    assert.ok(await add(record('one', HEADERS), record('two', [])));
    assert.deepEqual([deps('one'), deps('two')], [HEADERS, []]);
    assert.match(ninja('-t', 'deps'), /one\.out: #deps 5, deps mtime \d+ \(VALID\)/);
    assert.match(ninja(), /no work to do/);
    fs.appendFileSync(path.join(dir(), 'x/é.h'), 'edited');
    assert.match(ninja('-n'), /\[1\/1\]/);
  });

  it('continue the file of ninja, which continues ours', async () => {
    ninja();
    assert.ok(await add(record('one', ['a.h', 'x/./é.h', '/abs//lute.h', 'y/../abcd.h'])));
    assert.deepEqual(deps('one'), ['a.h', 'x/é.h', '/abs/lute.h', 'abcd.h']);
    assert.deepEqual(deps('two'), ['with space.h', 'a.h']);
    fs.writeFileSync(path.join(dir(), 'two.list'), 'two.out: cash$$.h abcd.h\n');
    fs.appendFileSync(path.join(dir(), 'two.in'), 'edited');
    ninja('two.out');
    assert.deepEqual(deps('two'), ['cash$.h', 'abcd.h']);
    assert.deepEqual(deps('one'), ['a.h', 'x/é.h', '/abs/lute.h', 'abcd.h']);
  });

  it('are not added to a file of another version', async () => {
    ninja();
    const good = fs.readFileSync(file());
    const version3 = Buffer.from(good).fill(3, 12, 13);
    for (const content of [good.subarray(0, 10), version3, Buffer.from('x')]) {
      fs.writeFileSync(file(), content);
      assert.equal(await add(record('one', ['a.h'])), false);
      assert.deepEqual(fs.readFileSync(file()), content);
    }
    fs.rmSync(file());
    assert.equal(await recordDeps(dir(), [record('one', [])], () => Promise.resolve(false)), false);
  });

  it('follow the last complete record of a file that is incomplete or damaged, as those of ninja do', async () => {
    ninja();
    const good = fs.readFileSync(file());
    // The number of the first name, which follows the header, the length and the name.
    const misnumbered = Buffer.from(good);
    misnumbered.writeInt32LE(~9, 16 + 4 + 'one.out'.length + 1);
    for (const content of [good.subarray(0, -1), misnumbered, Buffer.concat([good, Buffer.from('torn')])]) {
      fs.writeFileSync(file(), content);
      assert.ok(await add(record('one', HEADERS), record('two', ['a.h'])));
      const { stderr } = spawnSync('ninja', ['-t', 'deps'], { cwd: dir(), encoding: 'utf8' });
      assert.equal(stderr, '');
      assert.deepEqual([deps('one'), deps('two')], [HEADERS, ['a.h']]);
    }
  });

  it('of several runs at the same time take turns', async () => {
    ninja();
    const all = Array.from({ length: 20 }, (_, i) => `new${i}.h`);
    const added = await Promise.all(
      all.map((name, i) => add(record(i % 2 === 0 ? 'one' : 'two', [name, 'a.h']))),
    );
    assert.ok(added.every(Boolean));
    const { stdout, stderr } = spawnSync('ninja', ['-t', 'deps'], { cwd: dir(), encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(stdout.match(/#deps 2/g)?.length, 2, stdout);
    assert.deepEqual(
      fs.readdirSync(dir()).filter((name) => name.startsWith('itk-wrap')),
      [],
    );
  });

  it('are not added if the file is a pipe', async () => {
    ninja();
    fs.rmSync(file());
    assert.equal(spawnSync('mkfifo', [file()]).status, 0);
    assert.equal(await add(record('one', [])), false);
  });

  it('do not take the numbers of a ninja that is running', async function () {
    if (process.platform !== 'linux') this.skip();
    ninja();
    fs.appendFileSync(path.join(dir(), 'build.ninja'), 'build wait: make\n  command = sleep 60\n');
    const child = spawn('ninja', ['wait'], { cwd: dir(), stdio: 'ignore' });
    const before = fs.readFileSync(file());
    try {
      let tries = 0;
      await eventually(async () => !(await add(record('one', [`new${tries++}.h`]))));
      const size = fs.statSync(file()).size;
      assert.equal(await add(record('one', ['another.h'])), false);
      assert.equal(fs.statSync(file()).size, size);
      // Names that already have a number cannot collide.
      assert.ok(await add(record('one', ['with space.h'])));
      assert.deepEqual(deps('one'), ['with space.h']);
      assert.ok(fs.readFileSync(file()).subarray(0, before.length).equals(before));
    } finally {
      child.kill('SIGINT');
    }
  });

  it('come before the record of a run, which is not written without them', async () => {
    ninja();
    const log = path.join(dir(), '.ninja_log');
    const build = buildOf(dir(), { A: ['itkFoo'] }, { generator: 'Ninja' });
    const startedMs = Date.now();
    const run = (inputs?: readonly Buffer[]) => ({
      command: {
        ...{ argv: ['make'], cwd: dir(), env: {}, launcher: [], line: command('one') },
        depfile: { file: path.join(dir(), 'one.d'), deps: true },
      },
      ...{ outputs: [path.join(dir(), 'one.out')], inputs, startedMs, endedMs: startedMs },
    });
    const noProcess = () => Promise.reject(new Error('the files tell their versions'));
    fs.appendFileSync(path.join(dir(), 'one.in'), 'edited');
    const before = fs.readFileSync(log, 'utf8');
    await recordInNinja(build, [run()], noProcess);
    assert.equal(fs.readFileSync(log, 'utf8'), before);
    assert.match(ninja('-n'), /\[1\/1\]/);

    const soon = new Date(startedMs + 10_000);
    const later = run([Buffer.from('abcd.h')]);
    await recordInNinja(build, [{ ...later, startedMs: soon.getTime() }], noProcess);
    assert.match(ninja('-n'), /no work to do/);
    assert.deepEqual(deps('one'), ['abcd.h']);
    fs.utimesSync(path.join(dir(), 'abcd.h'), new Date(startedMs + 20_000), new Date(startedMs + 20_000));
    assert.match(ninja('-n'), /\[1\/1\]/);
  });
});
