import assert from 'node:assert/strict';
import {
  isOldDeprecated,
  knownPolicy,
  noPolicies,
  policySetting,
} from '../../../../server/src/cmake/policies/policies';
import { POLICIES } from '../../../../server/src/cmake/policies/policy-table';
import {
  isAtLeast,
  parseVersion,
  releaseNumber,
  type CMakeVersion,
} from '../../../../server/src/cmake/values/version';

const OLD: CMakeVersion = [3, 25, 1];
const NEW: CMakeVersion = [4, 4, 5];

describe('a policy', () => {
  it('is known since the version that introduced it', () => {
    assert.ok(knownPolicy('CMP0142', OLD));
    assert.equal(knownPolicy('CMP0143', OLD), null);
    assert.ok(knownPolicy('CMP0219', NEW));
    assert.equal(knownPolicy('CMP0220', NEW), null);
    assert.equal(knownPolicy('CMP219', NEW), null);
    assert.equal(POLICIES.size, 220);
  });

  it('is NEW up to the requested version, and if OLD was removed', () => {
    assert.equal(policySetting(noPolicies(), 'CMP0054', OLD), undefined);
    assert.equal(policySetting(noPolicies(), 'CMP0054', NEW), 'NEW');
    const policies = { version: [3, 20, 0] as const, set: new Map([['CMP0186', 'OLD' as const]]) };
    assert.equal(policySetting({ ...policies }, 'CMP0116', NEW), 'NEW');
    assert.equal(policySetting({ ...policies }, 'CMP0121', NEW), undefined);
    assert.equal(policySetting({ ...policies }, 'CMP0186', NEW), 'OLD');
    assert.equal(policySetting({ ...policies }, 'CMP0186', OLD), undefined);
  });

  it('has an OLD behavior that is deprecated after eight releases', () => {
    const last = (running: CMakeVersion): string =>
      [...POLICIES].filter(([, policy]) => isOldDeprecated(policy, running)).pop()![0];
    assert.equal(last([3, 25, 1]), 'CMP0102');
    assert.equal(last([3, 31, 6]), 'CMP0129');
    assert.equal(last([4, 1, 2]), 'CMP0142');
    assert.equal(last([4, 4, 5]), 'CMP0155');
  });
});

describe('versions of CMake', () => {
  it('are read with a suffix after the numbers', () => {
    assert.deepEqual(parseVersion('3.31.0-rc2'), [3, 31, 0]);
    assert.deepEqual(parseVersion('4.1'), [4, 1, 0]);
    assert.equal(parseVersion('four'), null);
  });

  it('count 4.0 as the release after 3.31, and future ones as newer than all others', () => {
    assert.equal(releaseNumber([4, 0, 0]) - releaseNumber([3, 31, 0]), 1);
    assert.ok(isAtLeast([5, 0, 0], 4, 4));
    assert.ok(!isAtLeast([3, 31, 9], 4, 0));
  });
});
