import assert from 'node:assert/strict';
import { cmakeCheck } from '../../../../../server/src/pipeline/doctor/checks/cmake-check';
import { buildOf } from '../../../../support/build';
import { diskOf, runCheck, tools } from '../../../../support/doctor';

const withCMake = (version: string) => ({ ...tools, cmake: { ...tools.cmake, version } });

describe('the check of CMake', () => {
  it('compares with the minimum that the sources name, also through a variable', async () => {
    const build = buildOf('/b', {}, { source: '/s' });
    for (const text of [
      'cmake_minimum_required(VERSION 3.22.1...3.29)',
      'set(ITK_OLDEST_VALIDATED_POLICIES_VERSION "3.22.1")\ncmake_minimum_required(VERSION ${X})',
    ]) {
      const disk = diskOf({ '/s/CMakeLists.txt': text });
      const { found } = await runCheck(cmakeCheck, { build, disk, tools: withCMake('3.20.0') });
      assert.deepEqual(found, ['error: CMake 3.20.0 is too old: these sources need 3.22.1 or newer.']);
      assert.deepEqual((await runCheck(cmakeCheck, { build, disk, tools: withCMake('4.1.0') })).found, []);
    }
  });

  it('needs a newer one for the stable ABI', async () => {
    const build = buildOf('/b', {}, { cache: new Map([['ITK_USE_PYTHON_LIMITED_API', '1']]) });
    const { found } = await runCheck(cmakeCheck, { build, tools: withCMake('3.25.1') });
    assert.match(found.join(), /^error: CMake 3\.25\.1 cannot build for Python’s stable ABI: 3\.26/);
  });

  it('says that it is missing', async () => {
    const cmake = { file: null, version: null, problem: 'there is no cmake on PATH' };
    assert.deepEqual((await runCheck(cmakeCheck, { tools: { ...tools, cmake } })).found, [
      'error: CMake is missing.',
    ]);
  });
});
