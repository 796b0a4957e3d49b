import assert from 'node:assert/strict';
import { swigStateOf } from '../../../../server/src/pipeline/state/swig-state';

const STEP = { outputs: ['/b/itkFooPython.cpp', '/b/itkFooPython.py'] };
const at = (times: Record<string, number>) => ({ mtime: (file: string) => times[file] ?? null });
const OUTPUTS = { '/b/itkFooPython.cpp': 100, '/b/itkFooPython.py': 101 };

describe('the state of SWIG’s outputs', () => {
  it('is missing if one of them is', () => {
    const state = swigStateOf(STEP, ['/t/a.i'], at({ '/b/itkFooPython.cpp': 100, '/t/a.i': 1 }), null);
    assert.deepEqual(state, { state: 'missing', because: '/b/itkFooPython.py', cached: null });
  });

  it('is stale if any file that SWIG reads is newer, and names it', () => {
    const times = at({ ...OUTPUTS, '/t/itkFoo.i': 50, '/t/itkBase.i': 200 });
    assert.deepEqual(swigStateOf(STEP, ['/t/itkFoo.i', '/t/itkBase.i'], times, null), {
      state: 'stale',
      because: '/t/itkBase.i',
      cached: null,
    });
  });

  it('is fresh if SWIG ran since, although its outputs kept their time', () => {
    const times = at({ ...OUTPUTS, '/t/itkFoo.i': 200 });
    assert.equal(swigStateOf(STEP, ['/t/itkFoo.i'], times, 300).state, 'fresh');
    assert.equal(swigStateOf(STEP, ['/t/itkFoo.i'], times, 150).state, 'stale');
  });
});
