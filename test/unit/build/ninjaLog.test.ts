import assert from 'node:assert/strict';
import { parseNinjaLog } from '../../../server/src/build/ninjaLog';

describe('parseNinjaLog', () => {
  it('keeps the last run of each output', () => {
    const runs = parseNinjaLog(
      '# ninja log v5\n0\t1500\t1700000000123456789\tWrapping/a.xml\tabc\n10\t60\t1700000001000000000\t/b/x.i\tdef\n5\t2005\t0\tWrapping/a.xml\tabd\n',
      '/b',
    );
    assert.deepEqual(runs.get('/b/Wrapping/a.xml'), { durationMs: 2000, recordedMs: null });
    assert.equal(runs.get('/b/x.i')?.durationMs, 50);
    assert.equal(runs.get('/b/x.i')?.recordedMs, 1700000001000);
  });

  it('passes over a half line and what is no log', () => {
    assert.equal(parseNinjaLog('# ninja log v5\n0\t15', '/b').size, 0);
    assert.equal(parseNinjaLog('\0\0\tx\ty\tz\tq\n', '/b').size, 0);
  });

  it('reads Windows paths', () => {
    const runs = parseNinjaLog('1\t2\t3\tWrapping/a.xml\th\r\n', 'C:\\b');
    assert.deepEqual([...runs.keys()], ['C:\\b\\Wrapping\\a.xml']);
  });
});
