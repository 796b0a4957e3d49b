import assert from 'node:assert/strict';
import { ninjaCommandHash } from '../../../../server/src/build/generators/ninja-hash';
import { swigStateOf } from '../../../../server/src/pipeline/state/swig-state';

const CPP = '/b/itkFooPython.cpp';
const STEP = {
  cpp: CPP,
  outputs: [CPP, '/b/itkFooPython.py'],
  command: { cwd: '/b', env: {}, launcher: [], argv: [], line: 'swig -python itkFoo.i' },
};
const NEVER = new Map<string, never>();
/** The log of a ninja that ran a command. */
const ran = (endedMs: number | null, line = STEP.command.line) =>
  new Map([
    [CPP, [{ seconds: 1, endedMs, hash: (ninjaCommandHash(line, 5) ?? 0n).toString(16), logVersion: 5 }]],
  ]);
const at = (times: Record<string, number>) => ({ mtime: (file: string) => times[file] ?? null });
const OUTPUTS = { '/b/itkFooPython.cpp': 100, '/b/itkFooPython.py': 101 };

describe('the state of SWIG’s outputs', () => {
  it('is missing if one of them is', () => {
    const state = swigStateOf(STEP, ['/t/a.i'], at({ '/b/itkFooPython.cpp': 100, '/t/a.i': 1 }), NEVER);
    assert.deepEqual(state, { state: 'missing', because: '/b/itkFooPython.py', cached: null });
  });

  it('is stale if any file that SWIG reads is newer, and names it', () => {
    const times = at({ ...OUTPUTS, '/t/itkFoo.i': 50, '/t/itkBase.i': 200 });
    assert.deepEqual(swigStateOf(STEP, ['/t/itkFoo.i', '/t/itkBase.i'], times, NEVER), {
      state: 'stale',
      because: '/t/itkBase.i',
      cached: null,
    });
  });

  it('is fresh if SWIG ran since, although its outputs kept their time', () => {
    const times = at({ ...OUTPUTS, '/t/itkFoo.i': 200 });
    assert.equal(swigStateOf(STEP, ['/t/itkFoo.i'], times, ran(300)).state, 'fresh');
    assert.equal(swigStateOf(STEP, ['/t/itkFoo.i'], times, ran(150)).state, 'stale');
  });

  it('is stale if a file that SWIG reads has the time of the same second without its fraction, as CMake’s copies have', () => {
    const stateAt = (read: number, made: number): string => {
      const times = at({ '/b/itkFooPython.cpp': made, '/b/itkFooPython.py': made, '/t/pyBase.i': read });
      return swigStateOf(STEP, ['/t/pyBase.i'], times, NEVER).state;
    };
    assert.equal(stateAt(37_000, 37_267), 'stale');
    assert.equal(stateAt(37_100, 37_267), 'fresh');
    assert.equal(stateAt(36_000, 37_267), 'fresh');
    // All times of this file system or archive are in whole seconds.
    assert.equal(stateAt(37_000, 37_000), 'fresh');
  });

  it('is stale if another command made them, unless a file says so already', () => {
    const times = at({ ...OUTPUTS, '/t/itkFoo.i': 50 });
    const other = ran(300, 'swig -python -doxygen itkFoo.i');
    const stale = { state: 'stale', because: null, otherCommand: true, cached: null };
    assert.deepEqual(swigStateOf(STEP, ['/t/itkFoo.i'], times, other), stale);
    assert.equal(swigStateOf(STEP, ['/t/itkFoo.i'], times, ran(null)).state, 'fresh');
    const newer = at({ ...OUTPUTS, '/t/itkFoo.i': 400 });
    assert.equal(swigStateOf(STEP, ['/t/itkFoo.i'], newer, other).because, '/t/itkFoo.i');
  });
});
