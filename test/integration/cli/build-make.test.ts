import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildSummary } from '../../../server/src/pipeline/build/build-to-stage';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const ABS = 'itkAbsImageFilter';

/** `itk-wrap build` in a build for make, with the real CMake and CastXML. Needs dist/. */
describe('itk-wrap build in a build for make', function () {
  this.timeout(300_000);
  let copy: SampleCopy;
  let dir: string;
  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
    dir = path.join(copy.source, 'make');
    const cache = readFileSync(path.join(copy.build, 'CMakeCache.txt'), 'utf8');
    const [, python = ''] = /^_?Python3_EXECUTABLE:\w+=(.*)$/m.exec(cache) ?? [];
    const options = ['-DCMAKE_BUILD_TYPE=Release', `-DPython3_EXECUTABLE=${python}`];
    const { status } = spawnSync('cmake', ['-G', 'Unix Makefiles', '-S', copy.source, '-B', dir, ...options]);
    assert.equal(status, 0);
  });
  after(() => copy?.remove());

  const itkWrap = (...args: string[]): { code: number | null; stdout: string; stderr: string } => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'dist/itk-wrap.js'), 'build', ...args, '--build', dir],
      { encoding: 'utf8', env: { ...process.env, ITK_WRAP_CACHE: copy.store } },
    );
    return { code: status, stdout, stderr };
  };
  const build = (...args: string[]): BuildSummary & { written: string[]; stderr: string } => {
    const { stdout, stderr } = itkWrap(...args, '--json');
    assert.ok(stdout, stderr);
    return { ...(JSON.parse(stdout) as BuildSummary & { written: string[] }), stderr };
  };

  it('ends with the interface files, because the build does not say how SWIG runs', () => {
    const summary = build('--module', 'ITKImageIntensity');
    assert.deepEqual([summary.ran > 0, summary.failed, summary.written], [true, [], []], summary.stderr);
    assert.match(summary.stderr, /does not say how SWIG runs, so this ends with the interface files/);
    assert.deepEqual([build('--changed').ran, build('--changed').hits], [0, 0]);
    const { code, stderr } = itkWrap('--type', ABS, '--to', 'cpp');
    assert.equal(code, 2);
    assert.match(stderr, /SWIG needs a Ninja build/);
  });

  it('notices an edited .wrap file, and writes what CMake would write', () => {
    const wrap = path.join(copy.source, 'Modules/Filtering/ImageIntensity/wrapping', `${ABS}.wrap`);
    const before = readFileSync(wrap, 'utf8');
    writeFileSync(
      wrap,
      before.replace(
        'itk_end_wrap_class',
        '  itk_wrap_template("${ITKM_IUL2}${ITKM_IF2}" "${ITKT_IUC2}, ${ITKT_IF2}")\nitk_end_wrap_class',
      ),
    );
    const summary = build('--changed');
    assert.ok(
      summary.written.some((file) => file.endsWith(`${ABS}.cxx`)),
      summary.stderr,
    );
    assert.deepEqual([summary.ran, summary.failed], [2, []], summary.stderr);
    const texts = summary.written.map((file) => readFileSync(file, 'utf8'));
    assert.equal(spawnSync('cmake', [dir]).status, 0);
    assert.deepEqual(
      summary.written.map((file) => readFileSync(file, 'utf8')),
      texts,
    );
    assert.deepEqual([build('--changed').ran, build('--changed').written], [0, []]);
  });

  it('runs CMake if another file that it has read was edited', () => {
    const file = path.join(copy.source, 'Modules/Core/Common/wrapping/CMakeLists.txt');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n# edited\n`);
    assert.match(build('--changed').stderr, /Running CMake, because .*CMakeLists\.txt has changed/);
    assert.doesNotMatch(build('--changed').stderr, /Running CMake/);
  });
});
