import assert from 'node:assert/strict';
import { igeneratorInputs, moduleStateOf } from '../../../../server/src/pipeline/state/module-state';
import { buildOf } from '../../../support/build';

describe('the state of a module', () => {
  const build = buildOf('/b', { A: ['a'], B: ['b'] });
  const [first, second] = build.modules;
  Object.assign(first!, {
    igeneratorOutputs: ['/b/a.i', '/b/a.idx'],
    igeneratorInputs: ['/s/igenerator.py'],
  });
  Object.assign(second!, {
    dependencies: ['A'],
    igeneratorOutputs: ['/b/b.i', '/b/b.idx'],
    igeneratorInputs: ['/s/igenerator.py', build.types[1]!.xml, '/b/bSwigInterface.h.in'],
  });

  it('depends on everything that igenerator reads, each once', () => {
    assert.deepEqual(igeneratorInputs(build, second!), [
      ...[build.types[1]!.xml, '/s/igenerator.py', '/b/bSwigInterface.h.in', '/b/a.idx'],
    ]);
  });

  it('is out of date if any of these files is newer than the last run', () => {
    const inputs = igeneratorInputs(build, second!);
    const pkl = { present: 1, expected: 1, missing: [], missingIndex: [], stampPresent: true };
    const stateWith = (newer: string): string | null => {
      const stats = { mtime: (file: string) => (file === newer ? 2 : 1) };
      const { state, because } = moduleStateOf(second!, pkl as never, inputs, stats, new Map());
      return state === 'out-of-date' ? because : state;
    };
    for (const input of inputs) assert.equal(stateWith(input), input);
    assert.equal(stateWith('/b/b.idx'), 'complete');
  });
});
