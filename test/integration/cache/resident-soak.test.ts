import assert from 'node:assert/strict';
import { randomNumbers, seedOf } from '../../support/random';
import { Resident } from '../../support/resident';
import { soak } from '../../support/resident-soak';

const SEED = seedOf('ITK_WRAPPING_SOAK_SEED');

/** A short version of `npm run soak`. */
describe(`runs through the resident server while it is killed (seed ${SEED})`, function () {
  this.timeout(600_000);
  let resident: Resident;
  before(() => {
    resident = new Resident();
  });
  after(() => resident.dispose());

  it('restores no stale XML, damages no entry, and leaves no process', async () => {
    const numbers = randomNumbers(SEED);
    const report = await soak(resident, { runs: 240, random: () => numbers(2 ** 31) / 2 ** 31 });
    assert.ok(report.hitsOfServers > 0, JSON.stringify(report));
    assert.ok(report.peakMemory < 400 * 2 ** 20, JSON.stringify(report));
  });
});
