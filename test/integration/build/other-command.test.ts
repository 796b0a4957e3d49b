import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Status } from '../../../server/src/pipeline/state/status-report';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/**
 * Outputs that a real ninja made with other flags than CMake has written since. Ninja runs their commands again, although no
 * file is newer. Needs dist/.
 */
describe('outputs of another command', function () {
  this.timeout(300_000);
  let copy: SampleCopy;
  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
    const cpp = ['itkThresholdImageFilter', 'itkBinaryThresholdImageFilter'].map(
      (name) => `Wrapping/Modules/ITKThresholding/${name}Python.cpp`,
    );
    ninja(...cpp);
  });
  after(() => copy?.remove());

  function ninja(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('ninja', ['-C', copy.build, ...args], { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
    return stdout + stderr;
  }
  function itkWrap(...args: string[]): string {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'dist/itk-wrap.js'), ...args, '--build', copy.build],
      { encoding: 'utf8', env: { ...process.env, ITK_WRAP_CACHE: copy.store } },
    );
    return stdout + stderr;
  }
  const TYPE = 'itkThresholdImageFilter';
  /** The states of the stages of one type, each with whether another command is the reason. */
  function states(): { xml: object; igenerator: object; swig: object } {
    const { types, modules } = JSON.parse(itkWrap('status', '--json')) as Status;
    const type = types.find(({ name }) => name === TYPE)!;
    const module = modules.find(({ name }) => name === type.module)!;
    const { state, because, otherCommand = false } = type.swig;
    return {
      xml: [type.xml, type.otherCommand],
      igenerator: [module.state, module.because, module.otherCommand],
      swig: [state, because, otherCommand],
    };
  }
  const FRESH = {
    xml: ['fresh', false],
    igenerator: ['complete', null, false],
    swig: ['fresh', null, false],
  };
  /** Changes a flag of a command in the sample's scripts, and runs CMake. */
  function change(script: string, flag: string): void {
    const file = path.join(copy.source, 'Wrapping', script);
    const text = readFileSync(file, 'utf8');
    assert.ok(text.includes(` ${flag} `), file);
    writeFileSync(file, text.replace(` ${flag} `, ` ${flag} ${flag} `));
    assert.equal(spawnSync('cmake', [copy.build]).status, 0);
  }

  it('are none after a build', () => assert.deepEqual(states(), FRESH));

  it('are those of SWIG if its flags changed', () => {
    change('Generators/Python/CMakeLists.txt', '-w302');
    assert.deepEqual(states(), { ...FRESH, swig: ['stale', null, true] });
    assert.match(
      itkWrap('status'),
      /itkThresholdImageFilter .* stale · made by another command or an interrupted run/,
    );
    assert.match(itkWrap('explain', TYPE), /SWIG: stale · made by another command or an interrupted run/);
    itkWrap('build', '--type', TYPE);
    assert.deepEqual(states(), FRESH);
  });

  it('are those of igenerator', () => {
    change('macro_files/itk_end_wrap_module.cmake', '-w51');
    assert.deepEqual(states(), { ...FRESH, igenerator: ['out-of-date', null, true] });
    assert.match(
      itkWrap('status'),
      /ITKThresholding .*out of date · made by another command or an interrupted run/,
    );
    assert.match(
      itkWrap('explain', TYPE),
      /igenerator \(ITKThresholding\): out-of-date · made by another command or an interrupted run/,
    );
    itkWrap('build', '--module', 'ITKThresholding');
    assert.deepEqual(states(), FRESH);
  });

  it('are those of CastXML, until a run that ninja knows', () => {
    change('macro_files/itk_auto_load_submodules.cmake', '-w');
    assert.deepEqual(states(), { ...FRESH, xml: ['stale', true] });
    assert.match(
      itkWrap('status'),
      /itkThresholdImageFilter .* stale · made by another command or an interrupted run/,
    );
    assert.match(itkWrap('explain', TYPE), /XML: stale · made by another command or an interrupted run/);
    const xml = `Wrapping/castxml_inputs/${TYPE}.xml`;
    itkWrap('build', '--type', TYPE, '--to', 'xml');
    assert.deepEqual(states().xml, ['fresh', false]);
    assert.match(ninja(xml), /no work to do/);
    ninja('ITKThresholdingSwig');
    assert.deepEqual(states().xml, ['fresh', false]);
  });
});
