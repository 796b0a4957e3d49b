import assert from 'node:assert/strict';
import { diskSpaceCheck } from '../../../../../server/src/pipeline/doctor/checks/disk-space-check';
import { buildOf } from '../../../../support/build';
import { diskOf, runCheck } from '../../../../support/doctor';

const GB = 2 ** 30;
const build = buildOf('/b', {});
const store = {
  path: '/home/me/.cache/itk-wrap',
  answers: true,
  exists: false,
  bytes: 0,
  maxBytes: GB,
  problems: [],
};

describe('the check of disk space', () => {
  const look = (spaces: Record<string, [bytes: number, files: number | null]>) =>
    runCheck(diskSpaceCheck, {
      build,
      stores: () => Promise.resolve([store]),
      disk: diskOf(
        { '/home/me': { folder: true } },
        Object.fromEntries(
          Object.entries(spaces).map(([place, [freeBytes, freeFiles]]) => [place, { freeBytes, freeFiles }]),
        ),
      ),
    });

  it('looks at the build, the folder above the store, and temporary files', async () => {
    const { summary, found } = await look({
      '/b': [50 * GB, null],
      '/home': [9 * GB, 1e6],
      '/tmp': [GB / 2, 1e6],
    });
    assert.deepEqual([summary, found], ['free: build 50.0 GB, store 9.0 GB, temporary files 512 MB', []]);
  });

  it('tells full from nearly full', async () => {
    const { found } = await look({ '/b': [GB, null], '/home': [GB, null], '/tmp': [0, null] });
    assert.deepEqual(found, [
      'warning: The disk of the build is nearly full: 1.0 GB are free.',
      'error: The disk of the temporary files is full: 0 MB are free.',
    ]);
  });

  it('counts inodes', async () => {
    const { found } = await look({ '/b': [50 * GB, 12], '/home': [GB, null], '/tmp': [GB, null] });
    assert.match(found.join(), /^error: The disk of the build has room for only 12 more files/);
  });

  it('is skipped if the system does not tell', async () => {
    assert.match((await look({})).summary, /^skipped/);
  });
});
