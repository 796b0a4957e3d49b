import assert from 'node:assert/strict';
import { toTrace, unexpectedReads } from '../../../../server/src/cache/igenerator/python-tool';

describe('the trace of a run of igenerator', () => {
  const trace = {
    read: [
      '/lib/os.py',
      '/lib/__pycache__/re.cpython-311.pyc',
      '/lib/__pycache__/x.cpython-311.opt-1.pyc',
      '/a.xml',
      '/h.h',
    ],
    path: ['/lib'],
    modules: { os: '/lib/os.py', sys: null },
    libraries: [],
    version: '3.11',
  };

  it('shows what was read besides the tool: a compiled module stands for its source', () => {
    const tool = { files: ['/lib/os.py', '/lib/re.py', '/lib/x.py'] };
    assert.deepEqual(
      unexpectedReads(trace, tool, (file) => file === '/a.xml'),
      ['/h.h'],
    );
  });

  it('is refused if a part is missing or has another type', () => {
    assert.deepEqual(toTrace(trace), trace);
    for (const name of Object.keys(trace)) assert.equal(toTrace({ ...trace, [name]: 7 }), null);
    assert.equal(toTrace({ ...trace, modules: { os: 7 } }), null);
    assert.equal(toTrace(null), null);
  });
});
