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

  it('names what cannot be written', async () => {
    const disk = diskOf({
      '/s': { folder: true },
      '/b': { folder: true },
      '/b/.ninja_log': { readOnly: true, uid: 0 },
    });
    const { found, findings } = await runCheck(buildAccessCheck, { build, disk });
    assert.deepEqual(found, ['error: The tools cannot write into the build.']);
    assert.deepEqual(findings[0]?.evidence, ['/b/.ninja_log']);
  });

  it('warns of what belongs to another user, and names only some of it', async () => {
    const theirs = { uid: 0 };
    const folders = ['/b', '/b/Wrapping/castxml_inputs', '/b/Wrapping/Typedefs'];
    const disk = diskOf({
      '/s': { folder: true },
      ...Object.fromEntries(folders.map((folder) => [folder, { ...theirs, folder: true }])),
      ...{ '/b/.ninja_log': theirs, '/b/.ninja_deps': theirs, '/b/CMakeCache.txt': theirs },
    });
    const { found, findings } = await runCheck(buildAccessCheck, { build, disk });
    assert.match(found.join(), /^warning: Parts of the build belong to another user/);
    assert.deepEqual([findings[0]?.evidence.length, findings[0]?.evidence.at(-1)], [5, 'and 2 more']);
    assert.deepEqual(
      (await runCheck(buildAccessCheck, { build, disk, user: 0 })).found,
      [],
      'root may do it all',
    );
  });

  it('says that the sources are gone', async () => {
    const disk = diskOf({ '/b': { folder: true } });
    assert.deepEqual((await runCheck(buildAccessCheck, { build, disk })).found, [
      'error: The sources of the build are gone.',
    ]);
  });
});
