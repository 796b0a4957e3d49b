import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Status } from '../../../server/src/pipeline/state/status-report';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

interface Repaired {
  modules: {
    name: string;
    state: string;
    remove: string | null;
    run: string[] | null;
    result: { ok: boolean; state: string; ran: { igenerator: string[]; castxml: string[] } } | null;
  }[];
}

const MODULE = 'ITKThresholding';

describe('itk-wrap repair', function () {
  this.timeout(300_000);
  let copy: SampleCopy;
  before(async () => {
    copy = await sampleCopy();
  });
  after(() => copy?.remove());

  const itkWrap = (build: string, ...args: string[]): SpawnSyncReturns<string> =>
    spawnSync(
      process.execPath,
      ['--import', 'tsx', path.join(root, 'server/src/cli/itk-wrap.ts'), ...args, '--build', build],
      { cwd: root, encoding: 'utf8', env: { ...process.env, ITK_WRAP_CACHE: copy.store } },
    );
  const json = <T>(build: string, ...args: string[]): T => {
    const { stdout, stderr } = itkWrap(build, ...args, '--json');
    assert.ok(stdout, stderr);
    return JSON.parse(stdout) as T;
  };
  const moduleOf = (build: string): Status['modules'][number] =>
    json<Status>(build, 'status').modules.find(({ name }) => name === MODULE)!;
  const pkl = (build: string, name: string): string =>
    path.join(build, 'Wrapping/Generators/Python/itk-pkl', name);
  const run = (file: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
    return stdout;
  };
  const anIndex = (build: string): string => {
    const name = moduleOf(build).types.map((type) => `${type}.index.txt`)[0] ?? '';
    return pkl(build, name);
  };
  const aPkl = (build: string): string => readFileSync(anIndex(build), 'utf8').split('\n')[0] ?? '';

  for (const [what, fileOf, state, ninjaKnows] of [
    ['pkl', aPkl, 'pkl-missing', false],
    ['stamp', (build: string) => pkl(build, `${MODULE}.pkl.stamp`), 'stamp-missing', true],
    ['index.txt', anIndex, 'pkl-missing', true],
  ] as const)
    it(`makes ninja run only that module when a ${what} is missing, and leaves it no work afterwards`, () => {
      const { build } = copy;
      const targets = ['ITKCommonSwig', 'ITKImageIntensitySwig', `${MODULE}Swig`];
      assert.match(run('ninja', '-C', build, ...targets), /no work to do/);
      const gone = fileOf(build);
      rmSync(gone);
      assert.equal(moduleOf(build).state, state);
      if (!ninjaKnows) assert.match(run('ninja', '-C', build, ...targets), /no work to do/);

      const plan = json<Repaired>(build, 'repair', '--all', '--dry-run').modules;
      assert.deepEqual(
        plan.map(({ name, result }) => [name, result]),
        [[MODULE, null]],
      );
      const stamp = pkl(build, `${MODULE}.pkl.stamp`);
      assert.equal(plan[0]?.remove, ninjaKnows ? null : stamp);
      assert.equal(existsSync(stamp), what !== 'stamp', 'a dry run removes nothing');

      const [{ result } = assert.fail()] = json<Repaired>(build, 'repair', '--module', MODULE).modules;
      assert.deepEqual(result?.ran, { igenerator: [MODULE], castxml: [] });
      assert.deepEqual([result.ok, result.state], [true, 'complete']);
      assert.ok(existsSync(gone));
      assert.equal(moduleOf(build).state, 'complete');
      assert.match(run('ninja', '-C', build, ...targets), /no work to do/);
    });

  it('has nothing to do when nothing is missing', () => {
    const { status, stdout } = itkWrap(copy.build, 'repair', '--all');
    assert.equal(status, 0);
    assert.match(stdout, /^Nothing to repair/);
    assert.equal(itkWrap(copy.build, 'repair').status, 2, 'neither modules nor --all');
  });

  it('reports what a failed run leaves with exit code 1, and the next build repairs it', () => {
    const { build } = copy;
    const gone = aPkl(build);
    const igenerator = path.join(copy.source, 'Wrapping/Generators/SwigInterface/igenerator.py');
    const text = readFileSync(igenerator, 'utf8');
    rmSync(gone);
    writeFileSync(igenerator, 'raise SystemExit("out of order")\n');
    const { status, stdout, stderr } = itkWrap(build, 'repair', '--module', MODULE);
    assert.equal(status, 1);
    assert.match(stdout, /ninja ended with exit code 1; ITKThresholding is not repaired yet/);
    assert.match(stderr, /out of order/);
    writeFileSync(igenerator, text);
    run('ninja', '-C', build, `${MODULE}Swig`);
    assert.ok(existsSync(gone));
  });

  it('lists files in status that no type of the build has written', () => {
    const leftover = pkl(copy.build, 'Gone.itkGoneImageFilter.pkl');
    writeFileSync(leftover, '');
    const { leftovers } = json<Status>(copy.build, 'status');
    assert.deepEqual(
      leftovers.map(({ file, kind, of }) => [file, kind, of]),
      [[leftover, 'pkl', 'itkGoneImageFilter']],
    );
    assert.match(
      itkWrap(copy.build, 'status').stdout,
      /Gone\.itkGoneImageFilter\.pkl +No type of this build is named itkGoneImageFilter/,
    );
    rmSync(leftover);
  });

  it('runs igenerator itself in a build of make, and leaves it no work afterwards', () => {
    const build = path.join(copy.source, 'make');
    const python = /^Python3_EXECUTABLE:\w+=(.*)$/m.exec(
      readFileSync(path.join(copy.build, 'CMakeCache.txt'), 'utf8'),
    )?.[1];
    run(
      'cmake',
      '-G',
      'Unix Makefiles',
      '-S',
      copy.source,
      '-B',
      build,
      '-DITK_WRAP_PYTHON=ON',
      `-DPython3_EXECUTABLE=${python}`,
    );
    const make = (): string => run('cmake', '--build', build, '--target', `${MODULE}Swig`);
    assert.match(make(), /Run igenerator\.py for ITKThresholding/);
    assert.doesNotMatch(make(), /Run igenerator/);
    for (const gone of [aPkl(build), pkl(build, `${MODULE}.pkl.stamp`), anIndex(build)]) {
      rmSync(gone);
      assert.notEqual(moduleOf(build).state, 'complete');
      const [{ run: asked, result } = assert.fail()] = json<Repaired>(build, 'repair', '--all').modules;
      assert.equal(asked, null);
      assert.deepEqual([result?.ok, result?.ran.igenerator], [true, [MODULE]]);
      assert.ok(existsSync(gone));
      assert.doesNotMatch(make(), /Run igenerator/);
    }
  });
});
