import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { cacheOptionsFromEnvironment, parseSize } from '../../../server/src/cache/environment-options';

describe('cacheOptionsFromEnvironment', () => {
  const read = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux') =>
    cacheOptionsFromEnvironment(
      { HOME: '/home/me', ...environment },
      platform,
      platform === 'win32' ? 'C:\\w' : '/w',
    );

  it('uses the defaults of the contract', () => {
    assert.deepEqual(read({}), {
      roots: ['/home/me/.cache/itk-wrap'],
      format: 'gzip',
      maxBytes: 2 * 2 ** 30,
      umask: null,
      verbose: false,
      bypass: false,
      problems: [],
    });
  });

  it('uses the home of the account if HOME is empty or relative, and never the current folder', () => {
    const { homedir } = os.userInfo();
    for (const HOME of ['', '.', 'me']) {
      assert.deepEqual(read({ HOME }).roots, [path.join(homedir, '.cache/itk-wrap')], `HOME=${HOME}`);
      assert.deepEqual(read({ HOME, ITK_WRAP_CACHE: '~/a' }).roots, [path.join(homedir, 'a')]);
    }
  });

  it('accepts a umask like the shell', () => {
    const umasks = ['002', '0007', '27', '8', '0700', 'u=rwx', ''].map((text) =>
      read({ ITK_WRAP_CACHE_UMASK: text }),
    );
    assert.deepEqual(
      umasks.map(({ umask, problems }) => [umask, problems.length]),
      [
        [2, 0],
        [7, 0],
        [0o27, 0],
        [null, 1],
        [null, 1],
        [null, 1],
        [null, 0],
      ],
    );
  });

  it('ignores a remote with a malformed user', () => {
    const { remote, problems } = read({ ITK_WRAP_CACHE_REMOTE: 'http://us%er:p%zz@host' });
    assert.equal(remote, undefined);
    assert.match(problems.join(), /write % as %25/);
    assert.doesNotMatch(problems.join(), /zz/);
  });

  it('accepts a list of roots like PATH', () => {
    assert.deepEqual(read({ ITK_WRAP_CACHE: ':/a::~/b:rel:/a' }).roots, ['/a', '/home/me/b', '/w/rel']);
    assert.deepEqual(read({ ITK_WRAP_CACHE: '::' }).roots, ['/home/me/.cache/itk-wrap']);
    assert.deepEqual(read({ ITK_WRAP_CACHE: 'C:\\a;;D:\\b' }, 'win32').roots, ['C:\\a', 'D:\\b']);
  });

  it('accepts formats and switches', () => {
    for (const format of ['uncompressed', 'raw', 'plain'])
      assert.equal(read({ ITK_WRAP_CACHE_FORMAT: format }).format, 'uncompressed');
    const { format, problems } = read({ ITK_WRAP_CACHE_FORMAT: 'zip' });
    assert.deepEqual([format, problems.length], ['gzip', 1]);
    const { verbose, bypass } = read({ ITK_WRAP_CACHE_VERBOSE: '1', ITK_WRAP_CACHE_BYPASS: '1' });
    assert.deepEqual([verbose, bypass], [true, true]);
  });

  it('accepts sizes', () => {
    assert.equal(parseSize('2.0'), 2 * 2 ** 30);
    assert.equal(parseSize('.5'), 2 ** 29);
    assert.equal(parseSize('500M'), 500 * 2 ** 20);
    assert.equal(parseSize('1t'), 2 ** 40);
    assert.equal(parseSize('3 GB'), 3 * 2 ** 30);
    for (const text of ['', '-1', 'much', '1X', '1e3']) assert.equal(parseSize(text), null, text);
    assert.equal(read({ ITK_WRAP_CACHE_MAX_SIZE: 'much' }).problems.length, 1);
  });
});
