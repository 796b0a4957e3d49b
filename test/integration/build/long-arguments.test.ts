import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readBuild } from '../../../server/src/build/read-build';
import { root } from '../../support/repository';
import { sampleCopy, type SampleCopy } from '../../support/sample';
import { tempDir } from '../../support/temp-dir';

/*
 * Long arguments of igenerator in a build that `setup` has changed, with real CMake, ninja, castxml and igenerator. The sample is
 * in a folder so deep that the commands would be too long for cmd.exe. Needs dist/.
 */
const CMD_LIMIT = 8191;
const MODULES = ['ITKCommon', 'ITKImageIntensity', 'ITKThresholding'];
const MAX = 'ITK_WRAP_IGENERATOR_CACHE_MAX_ARGUMENTS';

describe('long arguments of igenerator', function () {
  this.timeout(300_000);
  const dir = tempDir();
  let sample: SampleCopy;
  const before = process.env.TMPDIR;
  beforeEach(async () => {
    process.env.TMPDIR = path.join(dir(), ...Array.from({ length: 6 }, (_, n) => `${n}`.repeat(60)));
    fs.mkdirSync(process.env.TMPDIR, { recursive: true });
    try {
      sample = await sampleCopy({ configureOnly: true });
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });

  function run(program: string, args: readonly string[], status = 0): string {
    const env = { ...process.env, ITK_WRAP_CACHE: sample.store, ITK_WRAP_CACHE_VERBOSE: '1' };
    const ran = spawnSync(program, args, { env, encoding: 'utf8', cwd: sample.build });
    assert.equal(ran.status, status, ran.stdout + ran.stderr);
    return ran.stdout + ran.stderr;
  }
  const cmake = (...args: string[]): string => run('cmake', [...args, sample.build]);
  const ninja = (status = 0): string => run('ninja', ['-v', ...MODULES.map((name) => `${name}Swig`)], status);
  const itkWrap = (...args: string[]): string =>
    run(process.execPath, [path.join(root, 'dist/itk-wrap.js'), ...args, '--build', sample.build]);
  const read = (name: string): string => fs.readFileSync(path.join(sample.build, name), 'utf8');
  const commands = (): string[] =>
    read('build.ninja')
      .split('\n')
      .filter((line) => line.startsWith('  COMMAND = '))
      .map((line) => line.slice('  COMMAND = '.length));
  const igenerator = (): string[] => commands().filter((line) => line.includes('igenerator.py'));
  const argv = async (): Promise<(readonly string[] | undefined)[]> =>
    (await readBuild(sample.build)).modules.map((module) => module.igenerator?.argv);
  function outputs(): Record<string, string> {
    const folders = ['Typedefs', 'Generators/Python/itk-pkl', 'Generators/Python/itk/Configuration'];
    const files = folders.flatMap((folder) =>
      fs
        .readdirSync(path.join(sample.build, 'Wrapping', folder))
        .map((name) => path.join('Wrapping', folder, name)),
    );
    return Object.fromEntries(
      files
        .filter((file) => fs.statSync(path.join(sample.build, file)).isFile())
        .map((file) => [file, read(file)]),
    );
  }

  it('are in files, so that no command is too long, and nothing else changes', async () => {
    cmake();
    const [plainNinja, plainCache] = [read('build.ninja'), read('CMakeCache.txt')];
    const plain = await argv();
    assert.ok(Math.max(...igenerator().map((line) => line.length)) > CMD_LIMIT);
    ninja();
    const made = outputs();
    for (const name of Object.keys(made))
      if (!/Config\.py$|ITK\w+\.i$|\.mdx$|_ext\.i$/.test(name)) fs.rmSync(path.join(sample.build, name));
    // The interfaces that CMake writes.
    cmake();

    itkWrap('setup');
    const launched = commands().filter((line) => /itk-(?:castxml|igenerator|swig)-cache/.test(line));
    assert.ok(launched.length > 30, String(launched.length));
    assert.ok(Math.max(...launched.map((line) => line.length)) <= CMD_LIMIT);
    assert.ok(igenerator().some((line) => line.includes('--arguments ')));
    cmake(`-D${MAX}=0`);
    assert.ok(igenerator().every((line) => / --arguments \S+\.arguments [0-9a-f]{16} /.test(line)));
    assert.deepEqual(await argv(), plain);
    assert.match(ninja(), /12 MISS/);
    assert.deepEqual(outputs(), made);
    assert.match(ninja(), /no work to do/);
    assert.match(itkWrap('build', '--all', '--to', 'interface'), /^0 run, 0 hits, 38 unchanged, 0 failed/m);

    // Another place of the arguments does not change the keys.
    cmake(`-D${MAX}=100000`);
    assert.ok(igenerator().every((line) => !line.includes('--arguments ')));
    assert.match(ninja(), /12 HIT, 0 MISS/);
    assert.deepEqual(outputs(), made);
    cmake(`-D${MAX}=0`);
    assert.match(ninja(), /12 HIT, 0 MISS/);

    itkWrap('setup', '--undo');
    cmake();
    assert.equal(read('build.ninja'), plainNinja);
    assert.equal(read('CMakeCache.txt'), plainCache);
    assert.equal(fs.existsSync(path.join(sample.build, 'CMakeFiles/itk-wrap-cache')), false);
  });

  it('are read only as CMake wrote them, and igenerator runs again if they change', async () => {
    itkWrap('setup');
    cmake(`-D${MAX}=0`);
    ninja();
    const file = path.join(sample.build, 'CMakeFiles/itk-wrap-cache/ITKCommon.arguments');
    const text = fs.readFileSync(file, 'utf8');
    const macro = path.join(sample.source, 'Wrapping/macro_files/itk_end_wrap_module.cmake');
    fs.writeFileSync(macro, fs.readFileSync(macro, 'utf8').replace(' -w51 ', ' '));
    const output = ninja();
    for (const module of MODULES)
      assert.match(output, new RegExp(`Run igenerator\\.py for ${module}|${module}\\.arguments`));
    assert.match(output, /12 MISS/);
    assert.equal(fs.readFileSync(file, 'utf8'), text.replace('-w51\n', ''));
    assert.match(ninja(), /no work to do/);

    fs.appendFileSync(file, '-w4\n');
    const stamp = path.join(sample.build, 'Wrapping/Generators/Python/itk-pkl/ITKCommon.pkl.stamp');
    fs.rmSync(stamp);
    assert.match(ninja(1), /ITKCommon\.arguments has changed since CMake ran: run CMake in the build again/);
    const { problems } = await readBuild(sample.build);
    assert.match(
      problems.map(({ message }) => message).join('\n'),
      /ITKCommon\.arguments cannot be read, or have changed/,
    );
    cmake();
    ninja();
    assert.ok(fs.existsSync(stamp));
  });
});
