import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { Status } from '../../../server/src/pipeline/state/status-report';
import type { PredictionCheck } from '../../../server/src/wrapping/evaluation/compare-generated';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

describe('itk-wrap with names of types and modules', function () {
  this.timeout(120_000);
  let copy: SampleCopy;
  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
  });
  after(() => copy?.remove());

  const itkWrap = (...args: string[]): SpawnSyncReturns<string> =>
    spawnSync(
      process.execPath,
      ['--import', 'tsx', path.join(root, 'server/src/cli/itk-wrap.ts'), ...args, '--build', copy.build],
      { cwd: root, encoding: 'utf8', env: { ...process.env, ITK_WRAP_CACHE: copy.store } },
    );
  const named = (...args: string[]): [types: string[], modules: string[]] => {
    const { stdout, stderr } = itkWrap('status', ...args, '--json');
    assert.ok(stdout, stderr);
    const { types, modules, summary } = JSON.parse(stdout) as Status;
    assert.equal(summary.types, types.length);
    return [types.map(({ name }) => name), modules.map(({ name }) => name)];
  };

  it('shows the status of the given ones only', () => {
    assert.deepEqual(named('--type', 'itkImage'), [['itkImage'], ['ITKCommon']]);
    const [types, modules] = named('--module', 'ITKThresholding');
    assert.deepEqual(modules, ['ITKThresholding']);
    assert.ok(types.includes('itkBinaryThresholdImageFilter') && !types.includes('itkImage'), String(types));
    assert.deepEqual(named('--type', 'itkImage', '--module', 'ITKThresholding')[1], [
      'ITKCommon',
      'ITKThresholding',
    ]);
  });

  it('checks the prediction of the given ones only', () => {
    const check = (...args: string[]): [status: number | null, PredictionCheck] => {
      const { status, stdout, stderr } = itkWrap('predict', '--check', '--json', ...args);
      assert.ok(stdout, stderr);
      return [status, JSON.parse(stdout) as PredictionCheck];
    };
    appendFileSync(path.join(copy.build, 'Wrapping/castxml_inputs/itkVector.cxx'), '// edited');
    const [status, all] = check();
    assert.deepEqual([status, all.cxx.different], [1, ['itkVector']]);
    assert.ok(all.cxx.same > 10, String(all.cxx.same));
    const [statusOfOne, { types, cxx }] = check('--type', 'itkImage');
    assert.deepEqual([statusOfOne, types], [0, 1]);
    assert.deepEqual(cxx, { same: 1, different: [], missing: [], extra: [] });
    assert.deepEqual(check('--type', 'itkVector')[0], 1);
  });

  for (const [what, args, said] of [
    ['letters in a wrong order', ['explain', 'itkImgae'], 'no type itkImgae. Did you mean itkImage?'],
    [
      'an extra letter',
      ['status', '--module', 'ITKCommmon'],
      'no module ITKCommmon. Did you mean ITKCommon?',
    ],
    [
      'a part of a name',
      ['castxml', '--type', 'BinaryThreshold'],
      'Did you mean itkBinaryThresholdImageFilter?',
    ],
    [
      'a name to predict',
      ['predict', '--type', 'itkImgae'],
      'No type itkImgae is wrapped with these options. Did you mean itkImage?',
    ],
    ['an unknown word', ['graph', '--type', 'potato'], 'no type potato. “itk-wrap status” lists them.'],
  ] as const)
    it(`suggests the right name, given ${what}`, () => {
      const { status, stdout, stderr } = itkWrap(...args);
      assert.deepEqual([status, stdout], [2, '']);
      assert.ok(stderr.includes(said), stderr);
    });
});
