import assert from 'node:assert/strict';
import { PathIndex } from '../../../../server/src/pipeline/state/path-index';
import { buildOf } from '../../../support/build';

describe('the directories to watch', () => {
  it('include those of all outputs of igenerator', () => {
    const build = buildOf('/b', { A: ['itkFoo'] });
    Object.assign(build.modules[0]!, { igeneratorOutputs: ['/b/itk/Configuration/A_snake_case.py'] });
    assert.ok(new PathIndex(build).watchedDirectories().includes('/b/itk/Configuration'));
  });

  it('include those of what igenerator reads, whose changes affect its modules', () => {
    const build = buildOf('/b', { A: ['itkFoo'], B: ['itkBar'] });
    Object.assign(build.modules[0]!, { igeneratorInputs: ['/s/SwigInterface/igenerator.py'] });
    const index = new PathIndex(build);
    assert.ok(index.watchedDirectories().includes('/s/SwigInterface'));
    assert.deepEqual([...index.affectedBy(['/s/SwigInterface/igenerator.py']).modules], ['A']);
  });
});
