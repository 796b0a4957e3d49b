import assert from 'node:assert/strict';
import { isOwn } from '../../../../server/src/cache/storage/store-root';

describe('a file that is believed without a check', () => {
  it('is the file of this user, which nobody else may write', () => {
    assert.equal(isOwn({ uid: 5, mode: 0o100644 }, '/store', 5), true);
    assert.equal(isOwn({ uid: 6, mode: 0o100644 }, '/store', 5), false);
    assert.equal(isOwn({ uid: 5, mode: 0o100664 }, '/store', 5), false);
    assert.equal(isOwn({ uid: 5, mode: 0o100646 }, '/store', 5), false);
  });

  it('is in the user’s profile if files have no owner', () => {
    const without = { uid: 0, mode: 0o100666 };
    const user = { home: '/users/me' };
    assert.equal(isOwn(without, '/users/me/AppData/store', user), true);
    assert.equal(isOwn(without, '/users/me-too/store', user), false);
    assert.equal(isOwn(without, '/shared/store', user), false);
    assert.equal(isOwn(without, '/shared/store', { home: '' }), false);
  });
});
