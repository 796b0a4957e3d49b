import assert from 'node:assert/strict';
import { storeCheck } from '../../../../../server/src/pipeline/doctor/checks/store-check';
import type { StoreView } from '../../../../../server/src/pipeline/doctor/store-views';
import { type DiskFile, diskOf, runCheck } from '../../../../support/doctor';

const view: StoreView = {
  path: '/c',
  answers: true,
  exists: true,
  bytes: 2 ** 20,
  maxBytes: 2 ** 31,
  problems: [],
};
const look = (file: DiskFile | null, changes: Partial<StoreView> = {}) =>
  runCheck(storeCheck, {
    stores: () => Promise.resolve([{ ...view, ...changes }]),
    disk: diskOf({ '/': { folder: true }, ...(file ? { '/c': { folder: true, ...file } } : {}) }),
  });

describe('the check of the store', () => {
  it('names its size', async () => {
    assert.deepEqual(await look({}), { summary: '/c, 1 of 2048 MB', found: [], findings: [] });
    assert.equal((await look(null, { exists: false })).summary, '/c (not made yet)');
  });

  it('warns if nothing can be stored', async () => {
    const { summary, found } = await look({ readOnly: true });
    assert.equal(summary, '/c, 1 of 2048 MB, read-only');
    assert.deepEqual(found, [
      'warning: No root of the store can be written to, so that nothing new is cached.',
    ]);
  });

  it('warns if a network does not answer', async () => {
    const { found } = await look(null, { answers: false, exists: false });
    assert.match(found[0]!, /^warning: A root of the store does not answer/);
  });

  it('notes that others may write into it, that it is too large, and that a setting is invalid', async () => {
    assert.match((await look({ mode: 0o777 })).found.join(), /^note: Other users may write into a root/);
    assert.match((await look({ uid: 7 })).found.join(), /^note: Other users may write into a root/);
    assert.match((await look({}, { bytes: 2 ** 32 })).found.join(), /^note: The store is larger/);
    assert.match(
      (await look({}, { problems: ['ITK_WRAP_CACHE_UMASK is "x"'] })).found.join(),
      /^warning: A setting/,
    );
  });
});
