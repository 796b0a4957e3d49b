import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

describe('igenerator for a module that depends on others', function () {
  this.timeout(240_000);
  let copy: SampleCopy;
  before(async () => {
    copy = await sampleCopy();
  });
  after(() => copy?.remove());

  const igenerator = (...modules: string[]): { code: number | null; output: string } => {
    const run = spawnSync(
      process.execPath,
      [
        ...['--import', 'tsx', path.join(root, 'server/src/cli/itk-wrap.ts'), 'igenerator'],
        ...['--module', ...modules, '--build', copy.build],
      ],
      { cwd: root, encoding: 'utf8', env: { ...process.env, ITK_WRAP_CACHE: copy.store } },
    );
    return { code: run.status, output: run.stdout + run.stderr };
  };
  const typedefs = (name: string): string => path.join(copy.build, 'Wrapping/Typedefs', name);

  it('does not start it if their .idx files are missing, and names what to run first', () => {
    rmSync(typedefs('itkImage.idx'));
    rmSync(typedefs('itkThresholdImageFilter.i'));
    const { code, output } = igenerator('ITKThresholding');
    assert.equal(code, 1, output);
    assert.match(output, /those of 1 module are missing \(ITKCommon\)/);
    assert.match(output, /First run “itk-wrap igenerator --module ITKCommon”/);
    assert.doesNotMatch(output, /Traceback/);
    assert.equal(existsSync(typedefs('itkThresholdImageFilter.i')), false);
  });

  it('runs both in their order if both are named', () => {
    const { code, output } = igenerator('ITKThresholding', 'ITKCommon');
    assert.equal(code, 0, output);
    assert.ok(existsSync(typedefs('itkImage.idx')));
    assert.ok(existsSync(typedefs('itkThresholdImageFilter.i')));
  });
});
