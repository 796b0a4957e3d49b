import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildSummary } from '../../../server/src/pipeline/build/build-to-stage';
import { eventually } from '../../support/eventually';
import { UNFINISHED } from '../../../server/src/build/generators/ninja-log';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const MODULES = ['ITKCommon', 'ITKImageIntensity', 'ITKThresholding'] as const;
const [COMMON, INTENSITY, THRESHOLDING] = MODULES;
const TYPES = 19;
const CLEAN = { failed: [], skipped: 0 };

type Summary = BuildSummary & { code: number | null; stderr: string };

/** The last two stages of `itk-wrap build` on the sample, with real SWIG, compiler, Python and ninja. Needs dist/. */
describe('itk-wrap build --to library and --to stubs', function () {
  this.timeout(300_000);
  let copy: SampleCopy;
  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
  });
  after(() => copy?.remove());

  const command = (...args: string[]): string[] => [
    path.join(root, 'dist/itk-wrap.js'),
    'build',
    ...args,
    '--build',
    copy.build,
  ];
  const environment = (): NodeJS.ProcessEnv => ({ ...process.env, ITK_WRAP_CACHE: copy.store });
  const build = (...args: string[]): Summary => {
    const { status, stdout, stderr } = spawnSync(process.execPath, command(...args, '--json'), {
      encoding: 'utf8',
      env: environment(),
    });
    assert.ok(stdout, stderr);
    return { ...(JSON.parse(stdout) as BuildSummary), code: status, stderr };
  };
  /** Interrupts a run once it has printed something, and returns all that it has printed. */
  const interrupted = async (when: () => boolean, ...args: string[]): Promise<string> => {
    const run = spawn(process.execPath, command(...args), { env: environment() });
    let printed = '';
    for (const stream of [run.stdout, run.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
    const closed = new Promise((resolve) => run.on('close', resolve));
    await eventually(() => when() || /^\[5\//m.test(printed), { timeoutMs: 120_000 });
    run.kill('SIGINT');
    assert.equal(await closed, 1, printed);
    return printed;
  };
  const ninja = (...args: string[]): string => {
    const { stdout, stderr } = spawnSync('ninja', ['-C', copy.build, ...args], { encoding: 'utf8' });
    return stdout + stderr;
  };
  const python = (code: string): string => {
    const text = readFileSync(path.join(copy.build, 'CMakeCache.txt'), 'utf8');
    const [, program = ''] = /^_?Python3_EXECUTABLE:\w+=(.*)$/m.exec(text) ?? [];
    const { stdout, stderr } = spawnSync(program, ['-c', code], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: path.join(copy.build, 'Wrapping/Generators/Python') },
    });
    return stdout + stderr;
  };
  const inPackage = (name: string, { build: dir } = copy): string =>
    path.join(dir, 'Wrapping/Generators/Python/itk', name);
  const libraryOf = (module: string): string => inPackage(`_${module}Python.so`);
  const timesOf = (): Record<string, number | null> =>
    Object.fromEntries(
      MODULES.map((name) => [name, existsSync(libraryOf(name)) ? statSync(libraryOf(name)).mtimeMs : null]),
    );
  const source = (name: string): string => path.join(copy.source, 'Modules', name);
  const ABS = 'Filtering/ImageIntensity/include/itkAbsImageFilter.h';
  const THRESHOLD = 'Segmentation/Thresholding/include/itkThresholdImageFilter.h';
  /** Edits a file. Returns a function that takes the edit back. */
  const edit = (file: string, change: (text: string) => string): (() => void) => {
    const before = readFileSync(file, 'utf8');
    assert.notEqual(change(before), before, file);
    writeFileSync(file, change(before));
    return () => writeFileSync(file, before);
  };
  const adding = (code: string) => (text: string) =>
    text.replace(/^public:$(?![^]*^public:$)/m, `public:\n${code}\n`);
  const counts = ({ ran, hits, failed, skipped }: BuildSummary): object => ({ ran, hits, failed, skipped });
  const nothingToDo = (...targets: string[]): void => assert.match(ninja(...targets), /no work to do/);
  const libraries = MODULES.map((name) => `${name}Python`);

  describe('the libraries', () => {
    it('are made for a module and those that it needs, so that Python can import it', () => {
      const summary = build('--module', THRESHOLDING, '--to', 'library');
      // CastXML and igenerator for each type, SWIG also for each module. Ninja compiles what SWIG has written, links three
      // libraries, and copies four files of the package.
      const swig = TYPES + MODULES.length;
      const steps = swig + MODULES.length + 4;
      assert.deepEqual(counts(summary), { ran: 2 * TYPES + swig + steps, hits: 0, ...CLEAN }, summary.stderr);
      assert.equal(
        python('import itk; print(itk.ThresholdImageFilter)').trim(),
        '<itkTemplate itk.ThresholdImageFilter>',
      );
      nothingToDo(...libraries, 'copy_python_files');
    });

    it('are left alone if nothing has changed', () => {
      const before = timesOf();
      const { unchanged, ...rest } = build('--changed', '--to', 'library');
      assert.deepEqual(counts({ unchanged, ...rest }), { ran: 0, hits: 0, ...CLEAN });
      assert.equal(unchanged, 2 * TYPES + TYPES + MODULES.length + MODULES.length);
      assert.deepEqual(timesOf(), before);
    });

    it('come with that of ITKPyBase, which ITKCommon imports in ITK, if the build has one', () => {
      const made = path.join(copy.build, 'py-base');
      const undo = edit(
        path.join(copy.source, 'CMakeLists.txt'),
        (text) =>
          `${text}\nadd_custom_command(OUTPUT "${made}" COMMAND "\${CMAKE_COMMAND}" -E touch "${made}")\n` +
          `add_custom_target(ITKPyBasePython DEPENDS "${made}")\n`,
      );
      assert.deepEqual(build('--module', THRESHOLDING, '--to', 'library').failed, []);
      assert.ok(existsSync(made));
      undo();
      build('--module', THRESHOLDING, '--to', 'library');
    });

    it('are complete or missing after Ctrl-C, and made later', async () => {
      for (const name of MODULES) {
        rmSync(libraryOf(name));
        rmSync(path.join(copy.build, `Wrapping/Modules/${name}/CMakeFiles/${name}Python.dir`), {
          recursive: true,
        });
      }
      const printed = await interrupted(() => false, '--module', THRESHOLDING, '--to', 'library', '-j1');
      assert.match(printed, /3 not started/);
      assert.deepEqual(timesOf(), Object.fromEntries(MODULES.map((name) => [name, null])));
      const summary = build('--module', THRESHOLDING, '--to', 'library');
      assert.deepEqual(counts(summary), { ran: summary.ran, hits: 0, ...CLEAN });
      // What was compiled before stays.
      assert.ok(
        summary.ran > MODULES.length && summary.ran < TYPES + 2 * MODULES.length,
        String(summary.ran),
      );
      assert.match(python('import itk; print(itk.ThresholdImageFilter)'), /itkTemplate/);
      nothingToDo(...libraries);
    });

    it('are linked again only if they have to be, and Python sees the change', () => {
      const before = timesOf();
      const undo = edit(source(THRESHOLD), adding('  int Added() const { return 42; }'));
      const summary = build('--changed', '--to', 'library');
      // CastXML, igenerator and SWIG for one type, one file to compile and one library to link. igenerator hits for the other
      // type of the module, and SWIG for the module's own file.
      assert.deepEqual(counts(summary), { ran: 5, hits: 2, ...CLEAN }, summary.stderr);
      const after = timesOf();
      assert.deepEqual({ ...after, [THRESHOLDING]: null }, { ...before, [THRESHOLDING]: null });
      assert.equal(
        python(
          'import itk; I = itk.Image[itk.F, 2]; print(itk.ThresholdImageFilter[I].New().Added())',
        ).trim(),
        '42',
      );
      nothingToDo(...libraries);
      undo();
      const back = build('--changed', '--to', 'library');
      assert.deepEqual(counts(back), { ran: 2, hits: 5, ...CLEAN }, back.stderr);
    });

    it('that do not compile are reported, and the others are linked', () => {
      const undo = [
        edit(source(ABS), (text) => `#ifndef __castxml__\n#error This does not compile.\n#endif\n${text}`),
        edit(source(THRESHOLD), adding('  int Other() const { return 1; }')),
      ];
      const before = timesOf();
      const summary = build('--changed', '--to', 'library');
      assert.equal(summary.code, 1);
      assert.deepEqual(summary.failed, [INTENSITY], summary.stderr);
      assert.match(summary.stderr, /#error This does not compile\./);
      assert.match(
        summary.stderr,
        /The library of ITKImageIntensity could not be made\. Correct what the compiler/,
      );
      const after = timesOf();
      assert.deepEqual(
        MODULES.filter((name) => after[name] !== before[name]),
        [THRESHOLDING],
      );
      for (const each of undo) each();
      assert.deepEqual(build('--changed', '--to', 'library').failed, []);
      nothingToDo(...libraries);
    });

    it('that cannot be linked are reported', () => {
      const library = libraryOf(THRESHOLDING);
      rmSync(library);
      mkdirSync(path.join(library, 'in-the-way'), { recursive: true });
      const undo = edit(source(THRESHOLD), adding('  int More() const { return 1; }'));
      const summary = build('--changed', '--to', 'library');
      assert.deepEqual([summary.code, summary.failed], [1, [THRESHOLDING]], summary.stderr);
      rmSync(library, { recursive: true });
      undo();
      assert.deepEqual(build('--changed', '--to', 'library').failed, []);
      assert.match(python('import itk; print(itk.ThresholdImageFilter)'), /itkTemplate/);
    });

    it('are not made if something before has failed for them', () => {
      const undo = [
        edit(source(ABS), adding('  nonsense')),
        edit(source('Core/Common/include/itkImageSource.h'), adding('  int Here() const { return 1; }')),
      ];
      const before = timesOf();
      const summary = build('--changed', '--to', 'library');
      assert.equal(summary.code, 1);
      // All types that include the header, too, and all that belongs to a module that needs this one.
      assert.ok(summary.failed.includes(INTENSITY) && summary.failed.includes(THRESHOLDING), summary.stderr);
      assert.ok(!summary.failed.includes(COMMON));
      const after = timesOf();
      assert.deepEqual(
        MODULES.filter((name) => after[name] !== before[name]),
        [COMMON],
      );
      for (const each of undo) each();
      assert.deepEqual(build('--changed', '--to', 'library').failed, []);
      nothingToDo(...libraries);
    });
  });

  describe('the stubs', () => {
    const STUBS = ['_proxies.pyi', '__init__.pyi'];
    const generator = (): string => path.join(copy.source, 'Wrapping/Generators/Python/itk/pyi_generator.py');
    const stubs = (of = copy): string[] => STUBS.map((name) => readFileSync(inPackage(name, of), 'utf8'));

    it('are those of a clean build by ninja alone', async () => {
      const summary = build('--all', '--to', 'stubs');
      assert.deepEqual(counts(summary), { ran: 1, hits: 0, ...CLEAN }, summary.stderr);
      const clean = await sampleCopy({ configureOnly: true });
      try {
        assert.equal(spawnSync('ninja', ['-C', clean.build, 'itk-stub-files']).status, 0);
        assert.deepEqual(stubs(), stubs(clean));
      } finally {
        await clean.remove();
      }
    });

    it('need neither SWIG nor a compiler, and are made once', () => {
      const before = timesOf();
      assert.deepEqual(counts(build('--all', '--to', 'stubs')), { ran: 0, hits: 0, ...CLEAN });
      const undo = edit(source(THRESHOLD), adding('  int Stubbed() const { return 1; }'));
      const summary = build('--changed', '--to', 'stubs');
      // CastXML and igenerator for one type, and pyi_generator.py.
      assert.deepEqual(counts(summary), { ran: 3, hits: 1, ...CLEAN }, summary.stderr);
      assert.match(stubs().join(), /def Stubbed/);
      assert.deepEqual(timesOf(), before);
      undo();
      assert.deepEqual(counts(build('--changed', '--to', 'stubs')), { ran: 1, hits: 3, ...CLEAN });
      assert.deepEqual(build('--all', '--to', 'stubs').unchanged, 2 * TYPES + 1);
    });

    it('are recorded, so that ninja has no reason but that a target without a file is never up to date', () => {
      const reasons = ninja('-n', '-d', 'explain', 'Wrapping/Generators/Python/itk/_proxies.pyi')
        .split('\n')
        .filter((line) => line.startsWith('ninja explain:') && !/VerifyGlobs|verify_globs/.test(line));
      assert.deepEqual(
        reasons.filter((line) => !line.includes('itk-stub-files')),
        [],
      );
      const log = readFileSync(path.join(copy.build, '.ninja_log'), 'utf8');
      const hashes = (from: string): (string | undefined)[] =>
        from
          .split('\n')
          .filter((line) => line.split('\t')[3]?.endsWith('_proxies.pyi'))
          .map((line) => line.split('\t')[4])
          .filter((hash) => hash !== UNFINISHED);
      const ours = hashes(log);
      ninja('itk-stub-files');
      const all = hashes(readFileSync(path.join(copy.build, '.ninja_log'), 'utf8'));
      assert.ok(ours.length > 0);
      assert.equal(new Set(all).size, 1, 'the hash is the one that ninja writes');
    });

    it('are made again after another script, and a failure says what to do', () => {
      const undo = edit(generator(), (text) => `raise SystemExit("Exception: No stubs today")\n${text}`);
      const summary = build('--all', '--to', 'stubs');
      assert.deepEqual([summary.code, summary.failed], [1, ['stubs']]);
      assert.match(summary.stderr, /No stubs today/);
      assert.match(summary.stderr, /The stubs could not be made\. Correct what pyi_generator\.py says above/);
      undo();
      assert.deepEqual(counts(build('--all', '--to', 'stubs')), { ran: 1, hits: 0, ...CLEAN });
    });

    it('are gone rather than incomplete after Ctrl-C', async () => {
      const complete = stubs();
      const undo = edit(generator(), (text) =>
        text.replace(
          /^( *)\(options\.pyi_dir \/ "__init__\.pyi"\)/m,
          '$1print(flush=True)\n$1(options.pyi_dir / "started").touch()\n$1import time\n$1time.sleep(60)\n$&',
        ),
      );
      const printed = await interrupted(() => existsSync(inPackage('started')), '--all', '--to', 'stubs');
      assert.match(printed, /1 not started/);
      assert.deepEqual(
        readdirSync(inPackage('.')).filter((name) => name === '_proxies.pyi'),
        [],
      );
      rmSync(inPackage('started'));
      undo();
      assert.deepEqual(counts(build('--all', '--to', 'stubs')), { ran: 1, hits: 0, ...CLEAN });
      assert.deepEqual(stubs(), complete);
    });
  });
});
