import assert from 'node:assert/strict';
import { classesInHeader } from '../../../../server/src/wrapping/headers/header-classes';
import { processorMs } from '../../../support/processor-time';

describe('the search for classes in headers', () => {
  it('takes linear time for any text', () => {
    const ms = processorMs(() => {
      for (const text of [
        `/** \\brief x${'\n'.repeat(6000)}*/ class A {};`,
        '/*'.repeat(500_000),
        '"\\'.repeat(500_000),
        'class A '.repeat(20_000),
        'template<'.repeat(20_000),
        `class ${'A_EXPORT'.repeat(50_000)}`,
        'namespace a{ class B {};'.repeat(50_000),
      ])
        classesInHeader(text);
    });
    assert.ok(ms < 6000, `${ms} ms`);
  });
});
