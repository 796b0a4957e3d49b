import assert from 'node:assert/strict';
import { isOtherCommand, lastRuns, parseNinjaLog } from '../../../../server/src/build/generators/ninja-log';
import { ninjaCommandHash } from '../../../../server/src/build/generators/ninja-hash';

describe('parseNinjaLog', () => {
  it('returns the runs of each output in order, with seconds and the time of writing', () => {
    const log = parseNinjaLog(
      [
        '# ninja log v5',
        '0\t2300\t1756562700000000000\tx/itkA.xml\tabc',
        '2300\t2380\t1756562800000000000\tx/itkA.xml\tabc',
        '5\t1005\t0\tlib.so\tdef',
      ].join('\n'),
      '/b',
    );
    assert.deepEqual(log.get('/b/x/itkA.xml'), [
      { seconds: 2.3, endedMs: 1756562700000, hash: 'abc', logVersion: 5 },
      { seconds: 0.08, endedMs: 1756562800000, hash: 'abc', logVersion: 5 },
    ]);
    assert.deepEqual(log.get('/b/lib.so'), [{ seconds: 1, endedMs: null, hash: 'def', logVersion: 5 }]);
  });

  it('reads the seconds that an older ninja writes', () => {
    const log = parseNinjaLog('0\t10\t1756562700\tx\tabc', '/b');
    assert.equal(log.get('/b/x')?.[0]?.endedMs, 1756562700000);
  });

  it('ignores invalid and incomplete lines', () => {
    const text = '\n#\n0\t1\t2\nnonsense\na\tb\tc\td\te\n\0\0\tx\ty\tz\tq\n0\t5\t7\thalf';
    assert.equal(parseNinjaLog(text, '/b').size, 0);
  });

  it('ignores a number that is not a time since 1970', () => {
    assert.equal(parseNinjaLog('0\t10\t5\tx\ta', '/b').get('/b/x')?.[0]?.endedMs, null);
  });

  it('reads absolute paths and Windows paths', () => {
    assert.deepEqual([...parseNinjaLog('1\t2\t3\t/c/x.i\th', '/b').keys()], ['/c/x.i']);
    assert.deepEqual(
      [...parseNinjaLog('1\t2\t3\tWrapping/a.xml\th\r\n', 'C:\\b').keys()],
      ['C:\\b\\Wrapping\\a.xml'],
    );
  });
});

describe('lastRuns', () => {
  const runs = (...seconds: number[]): Parameters<typeof lastRuns>[0] =>
    seconds.map((value) => ({ seconds: value, endedMs: null, hash: 'a', logVersion: 5 }));

  it('distinguishes a run from the cache from a full one', () => {
    const { full, cached } = lastRuns(runs(3, 2.1, 0.08, 0.09));
    assert.equal(full?.seconds, 2.1);
    assert.equal(cached?.seconds, 0.09);
  });

  it('calls no run cached if there is nothing to compare it with', () => {
    assert.deepEqual(lastRuns(runs(0.08)), { full: runs(0.08)[0], cached: null });
    assert.deepEqual(lastRuns([]), { full: null, cached: null });
  });
});

describe('isOtherCommand', () => {
  const COMMAND = 'echo hi > out.txt';
  const hashOf = (line: string): string => (ninjaCommandHash(line, 5) ?? 0n).toString(16);
  const log = parseNinjaLog(`# ninja log v5\n0\t1\t2\tout.txt\t${hashOf(COMMAND)}\n`, '/b');

  it('compares the hash of the last run', () => {
    assert.equal(isOtherCommand(log, '/b/out.txt', { line: COMMAND }), false);
    assert.equal(isOtherCommand(log, '/b/out.txt', { line: `${COMMAND} ` }), true);
  });

  it('is false if the log or the build does not say', () => {
    assert.equal(isOtherCommand(log, '/b/other.txt', { line: COMMAND }), false);
    assert.equal(isOtherCommand(log, '/b/out.txt', {}), false);
    assert.equal(
      isOtherCommand(parseNinjaLog('# ninja log v9\n0\t1\t2\tx\tab\n', '/b'), '/b/x', { line: 'x' }),
      false,
    );
  });

  it('holds for each version of the log, however often it is asked', () => {
    const command = { line: COMMAND };
    for (let times = 0; times < 3; times++) assert.equal(isOtherCommand(log, '/b/out.txt', command), false);
    const newer = parseNinjaLog(
      `# ninja log v7\n0\t1\t2\tout.txt\t${(ninjaCommandHash(COMMAND, 7) ?? 0n).toString(16)}\n`,
      '/b',
    );
    assert.equal(isOtherCommand(newer, '/b/out.txt', command), false);
    assert.equal(isOtherCommand(log, '/b/out.txt', command), false);
    assert.equal(isOtherCommand(log, '/b/out.txt', null), false);
  });
});
