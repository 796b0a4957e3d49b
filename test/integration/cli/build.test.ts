import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Status } from '../../../server/src/pipeline/state/status-report';
import type { BuildSummary } from '../../../server/src/pipeline/build/build-to-stage';
import { eventually } from '../../support/eventually';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const ABS = 'itkAbsImageFilter';
const MODULE = 'ITKImageIntensity';

type Summary = BuildSummary & { written: string[] };

/** `itk-wrap build` on the sample, with real castxml, SWIG and ninja. Needs dist/. */
describe('itk-wrap build', function () {
  this.timeout(300_000);
  let copy: SampleCopy;
  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
  });
  after(() => copy?.remove());

  const environment = (): NodeJS.ProcessEnv => ({ ...process.env, ITK_WRAP_CACHE: copy.store });
  const itkWrap = (...args: string[]): { code: number | null; stdout: string; stderr: string } => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'dist/itk-wrap.js'), ...args, '--build', copy.build],
      { encoding: 'utf8', env: environment() },
    );
    return { code: status, stdout, stderr };
  };
  const build = (...args: string[]): Summary & { code: number | null; stderr: string } => {
    const { code, stdout, stderr } = itkWrap('build', ...args, '--json');
    assert.ok(stdout, stderr);
    return { ...(JSON.parse(stdout) as Summary), code, stderr };
  };
  const ninja = (...args: string[]): string => {
    const { stdout, stderr } = spawnSync('ninja', ['-C', copy.build, ...args], { encoding: 'utf8' });
    return stdout + stderr;
  };
  const wrapping = (name: string): string => path.join(copy.build, 'Wrapping', name);
  const cpp = (type: string, module = MODULE): string => wrapping(`Modules/${module}/${type}Python.cpp`);
  const source = (name: string): string => path.join(copy.source, 'Modules', name);
  const edit = (file: string, change: (text: string) => string): string => {
    const before = readFileSync(file, 'utf8');
    assert.notEqual(change(before), before, file);
    writeFileSync(file, change(before));
    return before;
  };
  const nothingToDo = (...files: string[]): void =>
    assert.match(ninja(...files.map((file) => path.relative(copy.build, file))), /no work to do/);
  const counts = ({ ran, hits, failed, skipped }: BuildSummary): object => ({ ran, hits, failed, skipped });
  const CLEAN = { failed: [], skipped: 0 };

  it('runs CastXML for a type alone if that is the stage', () => {
    const summary = build('--type', ABS, '--to', 'xml');
    assert.deepEqual(counts(summary), { ran: 1, hits: 0, ...CLEAN }, summary.stderr);
    assert.deepEqual(
      readdirSync(wrapping('castxml_inputs')).filter((name) => name.endsWith('.xml')),
      [`${ABS}.xml`],
    );
    nothingToDo(wrapping(`castxml_inputs/${ABS}.xml`));
  });

  it('runs what the C++ of one type needs, and nothing of other modules or types after that', () => {
    const summary = build('--type', ABS, '--to', 'cpp');
    // CastXML for the other 16 types of two modules, igenerator for 17, and SWIG for one.
    assert.deepEqual(counts(summary), { ran: 16 + 17 + 1, hits: 0, ...CLEAN }, summary.stderr);
    assert.ok(existsSync(cpp(ABS)) && existsSync(wrapping(`Generators/Python/itk/${ABS}Python.py`)));
    assert.deepEqual(
      readdirSync(path.dirname(cpp(ABS))).filter((name) => name.endsWith('.cpp')),
      [`${ABS}Python.cpp`],
    );
    nothingToDo(cpp(ABS), wrapping('Typedefs/itkImage.i'));
    assert.deepEqual(counts(build('--type', ABS)), { ran: 0, hits: 0, ...CLEAN }, 'a second time');
  });

  it('writes what CMake would write for an edited .wrap file, and runs one of each', () => {
    build('--all');
    const wrap = source('Filtering/ImageIntensity/wrapping/itkAbsImageFilter.wrap');
    const before = edit(wrap, (text) =>
      text.replace(
        'itk_end_wrap_class',
        '  itk_wrap_template("${ITKM_IUL2}${ITKM_IF2}" "${ITKT_IUC2}, ${ITKT_IF2}")\nitk_end_wrap_class',
      ),
    );
    const summary = build('--changed');
    // CastXML, igenerator and SWIG for one type. igenerator looks up 4 others, and 2 of the module that depends on this one.
    assert.deepEqual(counts(summary), { ran: 3, hits: 6, ...CLEAN }, summary.stderr);
    assert.ok(summary.written.some((file) => file.endsWith(`${ABS}.cxx`)));
    const written = summary.written.map((file) => [file, readFileSync(file, 'utf8'), statSync(file).mtimeMs]);
    assert.match(readFileSync(cpp(ABS), 'utf8'), /IUC2/);

    assert.equal(spawnSync('cmake', [copy.build]).status, 0);
    for (const [file, text, time] of written as [string, string, number][]) {
      assert.equal(readFileSync(file, 'utf8'), text, file);
      if (file.includes('castxml_inputs'))
        assert.equal(statSync(file).mtimeMs, time, `${file} was rewritten`);
    }
    nothingToDo(cpp(ABS));

    writeFileSync(wrap, before);
    assert.deepEqual(counts(build('--changed')), { ran: 0, hits: 9, ...CLEAN }, 'back again: all are hits');
    nothingToDo(wrapping(`castxml_inputs/${ABS}.xml`));
  });

  it('runs SWIG for a type whose base class has changed in another module, and says why before', () => {
    const header = source('Core/Common/include/itkImageSource.h');
    const before = edit(header, (text) =>
      text.replace('OutputImageType * GetOutput()', 'int Edited() { return 1; }\n  $&'),
    );
    build('--module', 'ITKCommon', '--to', 'interface');
    const status = JSON.parse(itkWrap('status', '--type', ABS, '--json').stdout) as Status;
    const { swig } = status.types[0]!;
    assert.equal(swig.state, 'stale');
    assert.equal(path.basename(swig.because ?? ''), 'itkImageSource.i');
    assert.match(itkWrap('explain', ABS).stdout, /SWIG: stale · itkImageSource\.i/);
    build('--type', ABS);
    const after = JSON.parse(itkWrap('status', '--type', ABS, '--json').stdout) as Status;
    assert.equal(after.types[0]!.swig.state, 'fresh');
    writeFileSync(header, before);
    assert.deepEqual(build('--changed').failed, []);
  });

  it('takes each type as far as it was before if what changed is asked for, and fills the cache on request', () => {
    rmSync(cpp('itkAddImageFilter'));
    const header = source('Core/Common/include/itkImageSource.h');
    const before = edit(header, (text) =>
      text.replace('OutputImageType * GetOutput()', 'int Further() { return 1; }\n  $&'),
    );
    const summary = build('--changed');
    assert.deepEqual([summary.failed, summary.ran > 0], [[], true], summary.stderr);
    assert.ok(existsSync(cpp(ABS)) && !existsSync(cpp('itkAddImageFilter')));
    assert.deepEqual(counts(build('--changed', '--fill-cache')), { ran: 0, hits: 0, ...CLEAN });
    rmSync(copy.store, { recursive: true });
    assert.deepEqual(counts(build('--type', ABS)), { ran: 0, hits: 0, ...CLEAN });
    assert.equal(build('--type', ABS, '--to', 'xml', '--fill-cache').ran, 1);
    writeFileSync(header, before);
    assert.deepEqual(build('--all').failed, []);
  });

  it('lets CMake run if something else than a .wrap file has changed', () => {
    const file = source('Core/Common/wrapping/CMakeLists.txt');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n# edited\n`);
    const summary = build('--type', ABS);
    assert.match(summary.stderr, /Running CMake, because .*CMakeLists\.txt has changed/);
    assert.deepEqual(counts(summary), { ran: 0, hits: 0, ...CLEAN });
  });

  it('lets CMake run if a file is missing that only CMake writes, and says which', () => {
    for (const name of [`castxml_inputs/${ABS}.cxx`, 'Typedefs/pyBase.i']) {
      rmSync(wrapping(name));
      const summary = build('--type', ABS);
      assert.deepEqual([summary.code, ...summary.failed], [0], summary.stderr);
      assert.ok(
        summary.stderr.includes(`Running CMake, because ${wrapping(name)} is missing.`),
        summary.stderr,
      );
      assert.ok(existsSync(wrapping(name)));
    }
    nothingToDo(cpp(ABS));
  });

  it('runs CMake for a .wrap file that the build does not know, and refuses a name that nobody knows', () => {
    const wrap = source('Filtering/ImageIntensity/wrapping/itkUnaryFunctorImageFilter.wrap');
    writeFileSync(wrap, 'itk_wrap_class("itk::MaskImageFilter" POINTER)\nitk_end_wrap_class()\n');
    const summary = build('--type', 'itkUnaryFunctorImageFilter', '--to', 'xml');
    assert.match(summary.stderr, /Running CMake/);
    assert.deepEqual(counts(summary), { ran: 1, hits: 0, ...CLEAN }, summary.stderr);
    rmSync(wrap);
    assert.equal(spawnSync('cmake', [copy.build]).status, 0);
    const { code, stderr } = itkWrap('build', '--type', 'itkAbsImageFiltr');
    assert.equal(code, 2);
    assert.match(stderr, /Did you mean itkAbsImageFilter/);
  });

  it('stops at a mistake for what needs it, names it, and goes on with the rest', () => {
    const header = source('Filtering/ImageIntensity/include/itkMaskImageFilter.h');
    const before = edit(header, (text) => text.replace('public:', 'public:\n  nonsense\n'));
    const other = source('Segmentation/Thresholding/include/itkThresholdImageFilter.h');
    const otherBefore = edit(other, (text) =>
      text.replace('public:', 'public:\n  int Added() { return 1; }\n'),
    );
    const { code, stdout, stderr } = itkWrap('build', '--module', MODULE, 'ITKThresholding');
    assert.equal(code, 1, stdout + stderr);
    assert.match(stdout, /FAIL itkMaskImageFilter\.cxx/);
    assert.match(stdout, /failed: .*itkMaskImageFilter/);
    assert.match(stdout, /failed: .*ITKThresholding/, 'its module depends on the one that failed');
    assert.match(stdout, /MISS itkThresholdImageFilter\.cxx/);
    writeFileSync(header, before);
    writeFileSync(other, otherBefore);
    assert.equal(itkWrap('build', '--module', MODULE, 'ITKThresholding').code, 0);
  });

  it('leaves ninja nothing to do in a build with depfiles, too', () => {
    assert.equal(itkWrap('setup').code, 0);
    build('--all');
    const all = readdirSync(path.dirname(cpp(ABS)))
      .filter((name) => name.startsWith('itk') && name.endsWith('.cpp'))
      .map((name) => path.join(path.dirname(cpp(ABS)), name));
    assert.equal(all.length, 5);
    nothingToDo(...all);
    const header = source('Core/Common/include/itkImageSource.h');
    const before = edit(header, (text) =>
      text.replace('OutputImageType * GetOutput()', 'int Again() { return 1; }\n  $&'),
    );
    assert.ok(build('--changed').ran > 0);
    nothingToDo(...all);
    writeFileSync(header, before);
    assert.equal(build('--changed').ran, 0);
    nothingToDo(...all);
    // Files that were touched, as by a switch to another branch and back.
    for (const file of [
      header,
      ...['Python/PyBase/pyBase.i', 'SwigInterface/igenerator.py', 'itk.i'].map((name) =>
        path.join(copy.source, 'Wrapping/Generators', name),
      ),
      ...[`castxml_inputs/${ABS}.cxx`, `castxml_inputs/${ABS}.xml`, 'Typedefs/itkImage.i'].map(wrapping),
    ]) {
      writeFileSync(file, readFileSync(file));
      assert.equal(build('--changed').ran, 0, file);
      nothingToDo(...all);
      assert.deepEqual(counts(build('--changed')), { ran: 0, hits: 0, ...CLEAN }, file);
    }
    // A longer comment, and a line more. The places change in the XML, but no tool runs besides the preprocessor.
    const root = source('Core/Common/include/itkProcessObject.h');
    const xml = (): string => readFileSync(wrapping(`castxml_inputs/${ABS}.xml`), 'utf8');
    for (const comment of ['the root of all the filters', 'the root of all\n * filters']) {
      const uncommented = xml();
      const commented = edit(root, (text) => text.replace('the root of all filters', comment));
      assert.equal(build('--changed').ran, 0);
      assert.equal(xml() === uncommented, false);
      nothingToDo(...all);
      writeFileSync(root, commented);
      assert.equal(build('--changed').ran, 0);
      assert.equal(xml(), uncommented);
      nothingToDo(...all);
    }
    assert.equal(itkWrap('setup', '--undo').code, 0);
    build('--all');
  });

  it('leaves complete outputs only if it is interrupted, and continues later', async () => {
    rmSync(copy.store, { recursive: true });
    for (const name of readdirSync(path.dirname(cpp(ABS))))
      if (name.endsWith('.cpp')) rmSync(path.join(path.dirname(cpp(ABS)), name));
    const run = spawn(
      process.execPath,
      [path.join(root, 'dist/itk-wrap.js'), 'build', '--module', MODULE, '-j1', '--build', copy.build],
      { env: environment() },
    );
    let printed = '';
    run.stdout.on('data', (chunk) => (printed += String(chunk)));
    await eventually(() => /MISS .*\.i/.test(printed), { timeoutMs: 120_000 });
    run.kill('SIGINT');
    const code = await new Promise((resolve) => run.on('close', resolve));
    assert.equal(code, 1);
    assert.match(printed, /not started/);
    const hidden = readdirSync(path.dirname(cpp(ABS))).filter((name) => name.startsWith('.'));
    assert.deepEqual(hidden, []);
    assert.equal(build('--module', MODULE).code, 0);
    nothingToDo(cpp(ABS));
  });
});
