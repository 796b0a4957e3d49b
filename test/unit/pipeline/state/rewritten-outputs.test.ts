import assert from 'node:assert/strict';
import { parseNinjaLog } from '../../../../server/src/build/generators/ninja-log';
import { RewrittenOutputs } from '../../../../server/src/pipeline/state/rewritten-outputs';
import { buildOf } from '../../../support/build';

const NAMES = ['/b/T/itkA.i', '/b/T/itkA.idx', '/b/T/itkB.i', '/b/T/itkB.idx'];
const build = {
  modules: buildOf('/b', { Base: ['itkA', 'itkB'], Other: [] }).modules.map((module) => ({
    ...module,
    igeneratorOutputs: module.name === 'Base' ? NAMES : [],
  })),
};
/** A run of igenerator for Base that took 30 s. */
const LOG = parseNinjaLog('# ninja log v5\n0\t30000\t0\tT/itkA.i\tabc\n', '/b');
const telling = (times: Record<string, number>, module = 'Other'): string[] =>
  new RewrittenOutputs(build, { mtime: (file) => times[file] ?? null }).telling(
    module,
    [...NAMES, '/x'],
    LOG,
  );

describe('the interface files whose times tell something', () => {
  it('are those of a run that left unchanged files alone', () => {
    const times = {
      '/b/T/itkA.i': 1000,
      '/b/T/itkA.idx': 1000,
      '/b/T/itkB.i': 900_000,
      '/b/T/itkB.idx': 1000,
    };
    assert.deepEqual(telling(times), [...NAMES, '/x']);
  });

  it('are not those of a run that wrote all of them', () => {
    const times = {
      '/b/T/itkA.i': 900_000,
      '/b/T/itkA.idx': 901_000,
      '/b/T/itkB.i': 929_000,
      '/b/T/itkB.idx': 900_500,
    };
    assert.deepEqual(telling(times), ['/x']);
    assert.deepEqual(
      telling(times, 'Base'),
      [...NAMES, '/x'],
      'for the module itself, ninja goes by them, too',
    );
  });
});
