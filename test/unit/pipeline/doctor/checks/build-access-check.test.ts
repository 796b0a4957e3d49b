import assert from 'node:assert/strict';
import { buildAccessCheck } from '../../../../../server/src/pipeline/doctor/checks/build-access-check';
import { buildOf } from '../../../../support/build';
import { diskOf, runCheck } from '../../../../support/doctor';

const build = buildOf('/b', {}, { source: '/s' });

describe('the check of permissions', () => {
  it('is content with a build of the user', async () => {
    const disk = diskOf({ '/b/CMakeCache.txt': '', '/s': { folder: true } });
    assert.deepEqual((await runCheck(buildAccessCheck, { build, disk })).found, []);
  });

  it('names what cannot be written, and what belongs to another user', async () => {
    const disk = diskOf({
      '/s': { folder: true },
      '/b': { folder: true },
      '/b/.ninja_log': { readOnly: true, uid: 0 },
    });
    const { found, findings } = await runCheck(buildAccessCheck, { build, disk });
    assert.deepEqual(found, [
      'error: The tools cannot write into the build.',
      'warning: Parts of the build belong to another user, as after a run with sudo.',
    ]);
    assert.deepEqual(
      findings.map(({ evidence }) => evidence),
      [['/b/.ninja_log'], ['/b/.ninja_log']],
    );
    const asRoot = await runCheck(buildAccessCheck, { build, disk, user: 0 });
    assert.equal(asRoot.found.length, 1, 'root builds where it likes');
  });

  it('says that the sources are gone', async () => {
    const disk = diskOf({ '/b': { folder: true } });
    assert.deepEqual((await runCheck(buildAccessCheck, { build, disk })).found, [
      'error: The sources of the build are gone.',
    ]);
  });
});
