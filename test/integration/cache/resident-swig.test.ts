import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseDepfile } from '../../../server/src/cache/inputs/depfile';
import { readCounters } from '../../../server/src/cache/storage/stats';
import { StoreRoot } from '../../../server/src/cache/storage/store-root';
import { eventually } from '../../support/eventually';
import { nextFileTick } from '../../support/file-clock';
import { Resident, type Ended } from '../../support/resident';
import { tempDir, writeFiles } from '../../support/temp-dir';

/** The real client and server with the real SWIG, in two worktrees of different depth. Needs dist/. */
describe('the resident server and SWIG', function () {
  this.timeout(180_000);
  const work = tempDir();
  const TREES = ['one', 'two/below'];
  let resident: Resident;

  before(() => {
    resident = new Resident();
  });
  after(() => resident.dispose());
  beforeEach(() => {
    resident.environment = { ...resident.environment, ITK_WRAP_CACHE: path.join(work(), 'store') };
    for (const tree of TREES)
      writeFiles(path.join(work(), tree), {
        'build/CMakeCache.txt': `CMAKE_HOME_DIRECTORY:INTERNAL=${work()}/${tree}/src\n`,
        'src/base.i': '%module base\n%inline %{ struct Base { int b; }; %}\n',
        'build/Typedefs/derived.i':
          '%module(directors="1") derived\n%feature("director") Derived;\n%include <std_vector.i>\n%import "base.i"\n' +
          'struct Derived : Base, Unknown { virtual ~Derived(); int d(std::vector<int> v); };\n',
        'build/cpp/.keep': '',
        'build/py/.keep': '',
      });
  });
  afterEach(() => resident.stop());

  const at = (tree: string, name: string): string => path.join(work(), tree, name);
  const outputs = (tree: string): string[] =>
    ['build/cpp/derivedPython.cpp', 'build/cpp/derivedPython.h', 'build/py/derived.py'].map((name) =>
      at(tree, name),
    );
  const swig = (tree: string): string[] => [
    ...['swig', '-c++', '-python', '-w302', '-o', outputs(tree)[0]!, `-I${at(tree, 'src')}`],
    ...['-outdir', at(tree, 'build/py'), at(tree, 'build/Typedefs/derived.i')],
  ];
  const depfile = (tree: string): string => at(tree, 'build/derived.d');
  const run = (tree = 'one', options = {}): Ended =>
    resident.run(['--depfile', depfile(tree), ...swig(tree)], {
      launcher: resident.swigLauncher,
      ...options,
    });
  /** What SWIG itself writes and prints. */
  function fresh(tree: string): { ended: Ended; files: string[] } {
    const [program = '', ...args] = swig(tree);
    const before = outputs(tree).map((file) => (fs.existsSync(file) ? fs.readFileSync(file) : null));
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    const files = outputs(tree).map((file) => fs.readFileSync(file, 'utf8'));
    for (const [n, file] of outputs(tree).entries())
      if (before[n]) fs.writeFileSync(file, before[n]);
      else fs.rmSync(file);
    return { ended: { code: status, stdout, stderr }, files };
  }
  function isRight(ended: Ended, tree = 'one', about = ''): void {
    const expected = fresh(tree);
    assert.deepEqual(ended, expected.ended, about);
    assert.deepEqual(
      outputs(tree).map((file) => fs.readFileSync(file, 'utf8')),
      expected.files,
      about,
    );
    for (const folder of ['build/cpp', 'build/py', 'build'])
      assert.ok(
        fs.readdirSync(at(tree, folder)).every((name) => !name.endsWith('.tmp')),
        about,
      );
  }
  const served = async (): Promise<{ hits: number; declined: number }> => {
    const { hits, declined } = await resident.running();
    return { hits, declined };
  };
  const counted = (): number =>
    readCounters(new StoreRoot(path.join(work(), 'store'))).actions.swig?.outcomes.hit ?? 0;

  it('starts with the first run of SWIG, and restores all outputs, the messages and the depfile, in any worktree', async () => {
    isRight(run());
    await resident.running();
    const read = parseDepfile(fs.readFileSync(depfile('one')))!;
    assert.ok(read.includes(at('one', 'src/base.i')), read.join('\n'));
    for (const [n, tree] of TREES.entries()) {
      for (const file of [...outputs(tree), depfile(tree)]) fs.rmSync(file, { force: true });
      const ended = run(tree, { environment: { PATH: resident.environment.PATH } });
      isRight(ended, tree);
      assert.match(ended.stderr, /derived\.i:5: Warning 401/);
      await eventually(async () => (await served()).hits === n + 1);
      assert.deepEqual(
        parseDepfile(fs.readFileSync(depfile(tree)))!.sort(),
        read.map((file) => file.replace(at('one', ''), at(tree, ''))).sort(),
      );
    }
    assert.deepEqual((await served()).declined, 0);
    await eventually(() => counted() === 2);
  });

  it('leaves outputs that are right as they are, also one of several', async () => {
    run();
    await resident.running();
    const times = (): number[] => outputs('one').map((file) => fs.statSync(file).mtimeMs);
    const before = times();
    await nextFileTick();
    const ended = run();
    assert.deepEqual(times(), before);
    isRight(ended);
    const [cpp, , py] = outputs('one');
    fs.appendFileSync(py!, '# edited\n');
    const { mtimeMs } = fs.statSync(cpp!);
    const repaired = run();
    assert.equal(fs.statSync(cpp!).mtimeMs, mtimeMs);
    isRight(repaired);
  });

  it('leaves a run to the launcher if anything that counts differs', async () => {
    run();
    await resident.running();
    const edits: Record<string, () => object | void> = {
      'an imported file': () => fs.appendFileSync(at('one', 'src/base.i'), '%inline %{ int more; %}\n'),
      'its own file': () => fs.appendFileSync(at('one', 'build/Typedefs/derived.i'), 'int own;\n'),
      'a file that shadows one of the library': () =>
        fs.writeFileSync(at('one', 'src/std_vector.i'), '// nothing\n'),
      'more arguments': () => ({ environment: { SWIG_FEATURES: '-O' } }),
      'no cache': () => ({ environment: { ITK_WRAP_CACHE_BYPASS: '1' } }),
    };
    for (const [about, edit] of Object.entries(edits)) {
      const { hits, declined } = await served();
      const options = edit() ?? {};
      const ended = run('one', options);
      assert.equal(ended.code, 0, `${about}: ${ended.stderr}`);
      await eventually(async () => (await served()).declined === declined + 1);
      assert.equal((await served()).hits, hits, about);
      if (!('environment' in options)) isRight(ended, 'one', about);
    }
  });

  it('prints what a verbose run prints', async () => {
    const verbose = { environment: { ITK_WRAP_CACHE_VERBOSE: '1' } };
    assert.match(run('one', verbose).stderr, /itk-swig-cache: MISS derived\.i/);
    await resident.running();
    assert.match(run('one', verbose).stderr, /itk-swig-cache: HIT {2}derived\.i/);
  });

  it('stays the only one if a client of an older version has another started', async () => {
    run();
    const { pid } = await resident.running();
    for (let n = 0; n < 3; n++)
      resident.runLauncher(['--no-cache', 'true'], { environment: { ITK_WRAP_CACHE_SERVER_START: '1' } });
    await eventually(() => fs.readdirSync(resident.sockets).every((name) => !name.endsWith('.lock')));
    assert.equal((await resident.running()).pid, pid);
  });

  it('runs SWIG itself if the launcher is gone', () => {
    const gone = path.join(work(), 'itk-swig-cache');
    for (const options of [[], ['--depfile', depfile('one')], ['--depfile', '/proc/none/derived.d']]) {
      const ended = spawnSync(resident.client, [gone, ...options, ...swig('one')], {
        env: resident.environment,
        encoding: 'utf8',
      });
      assert.equal(ended.status, 0, ended.stderr);
      isRight({ ...fresh('one').ended }, 'one');
    }
    assert.match(fs.readFileSync(depfile('one'), 'utf8'), /src\/base\.i/);
  });
});
