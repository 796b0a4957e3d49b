import assert from 'node:assert/strict';
import { clockCheck } from '../../../../../server/src/pipeline/doctor/checks/clock-check';
import { buildOf } from '../../../../support/build';
import { diskOf, NOW_NS, runCheck } from '../../../../support/doctor';

const SECOND = 1_000_000_000n;
const build = buildOf('/b', {}, { configureInputs: ['/s/CMakeLists.txt'] });
const at = (before: bigint, mtimeNs: bigint) => ({ before, mtimeNs, after: before + 1000n });

describe('the check of the clock', () => {
  it('finds files from the future, and knows what ninja does about those that CMake reads', async () => {
    const future = { mtimeNs: NOW_NS + 3600n * SECOND };
    const { found, findings } = await runCheck(clockCheck, {
      build,
      disk: diskOf({ '/s/CMakeLists.txt': future, '/b/build.ninja': future }),
    });
    assert.match(found.join(), /^error: Files that CMake reads are from the future/);
    assert.equal(findings[0]!.evidence[0], '/s/CMakeLists.txt and 1 more, 60 min ahead of the clock');
    const only = await runCheck(clockCheck, { build, disk: diskOf({ '/b/build.ninja': future }) });
    assert.match(only.found.join(), /^warning: Files of the build are from the future/);
  });

  it('allows for the ticks of a file system', async () => {
    const disk = diskOf({ '/b/build.ninja': { mtimeNs: NOW_NS + SECOND } });
    assert.deepEqual((await runCheck(clockCheck, { build, disk })).found, []);
  });

  it('measures the clock of the file system with new files', async () => {
    const look = (...times: { before: bigint; mtimeNs: bigint; after: bigint }[]) =>
      runCheck(clockCheck, { temporary: { folder: '/nfs/tmp', problem: null, times } });
    const ahead = await look(at(NOW_NS, NOW_NS + 90n * SECOND + 7n));
    assert.match(ahead.found.join(), /^warning: The file system’s clock is 90\.0 s ahead of this machine’s/);
    const behind = await look(at(NOW_NS, NOW_NS - 600n * SECOND - 7n));
    assert.match(behind.found.join(), /is 10 min behind this machine’s/);
    assert.deepEqual((await look(at(NOW_NS, NOW_NS + 500n))).found, []);
  });

  it('notices times of whole seconds', async () => {
    const whole = { mtimeNs: NOW_NS - 5n * SECOND };
    const disk = diskOf({ '/b/build.ninja': whole, '/b/CMakeCache.txt': whole, '/b/.ninja_log': whole });
    const { found, findings } = await runCheck(clockCheck, { build, disk });
    assert.match(found.join(), /^warning: Files have times of whole seconds only/);
    assert.deepEqual(findings[0]!.evidence, ['all files in the build']);
  });
});
