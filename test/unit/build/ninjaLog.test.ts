import assert from 'node:assert/strict';
import path from 'node:path';
import { lastRuns, parseNinjaLog } from '../../../server/src/build/ninjaLog';

describe('parseNinjaLog', () => {
  const resolve = (output: string): string => path.posix.resolve('/b', output);

  it('keeps the runs of each output in their order', () => {
    const log = parseNinjaLog(
      '# ninja log v5\n0\t1500\t1700000000123456789\tWrapping/a.xml\tabc\n10\t60\t1700000001000000000\t/b/x.i\tdef\n5\t205\t0\tWrapping/a.xml\tabd\n',
      resolve,
    );
    assert.deepEqual(
      log.get('/b/Wrapping/a.xml')?.map(({ seconds, endedMs }) => [seconds, endedMs && Math.floor(endedMs)]),
      [
        [1.5, 1700000000123],
        [0.2, null],
      ],
    );
    assert.equal(log.get('/b/x.i')?.[0]?.endedMs, 1700000001000);
    assert.deepEqual(lastRuns(log.get('/b/Wrapping/a.xml') ?? []).cached?.seconds, 0.2);
  });

  it('passes over a half line and what is no log', () => {
    assert.equal(parseNinjaLog('# ninja log v5\n0\t15', resolve).size, 0);
    assert.equal(parseNinjaLog('\0\0\tx\ty\tz\tq\n', resolve).size, 0);
  });

  it('resolves outputs by the rules it is given', () => {
    const log = parseNinjaLog('1\t2\t3\tWrapping/a.xml\th\r\n', (output) =>
      path.win32.resolve('C:\\b', output),
    );
    assert.deepEqual([...log.keys()], ['C:\\b\\Wrapping\\a.xml']);
  });
});
