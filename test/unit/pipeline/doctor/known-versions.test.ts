import assert from 'node:assert/strict';
import {
  CASTXML_NEEDS,
  MINIMUMS,
  MINIMUMS_OF_RELEASES,
  SWIG_NEEDS,
} from '../../../../server/src/pipeline/doctor/known-versions';
import { isOlder } from '../../../../server/src/pipeline/doctor/versions';

describe('the known versions', () => {
  it('are versions, each with a source and sentences', () => {
    const isVersion = (text: string): boolean => isOlder('0.0.1', text);
    for (const { atLeast, effect, remedy, source } of [...CASTXML_NEEDS, ...SWIG_NEEDS]) {
      assert.ok(isVersion(atLeast), atLeast);
      for (const text of [effect, remedy]) assert.match(text, /^[A-Z].*\.$/s);
      assert.match(source, /^https:\/\//);
    }
    for (const { itk, atLeast, source } of MINIMUMS_OF_RELEASES) {
      assert.ok(isVersion(itk) && isVersion(atLeast));
      assert.match(source, /^ITK: /);
    }
  });

  it('are found in sources as ITK writes them', () => {
    const found = (tool: keyof typeof MINIMUMS, text: string): string | undefined =>
      MINIMUMS[tool].map(({ pattern }) => pattern.exec(text)?.[1]).find((version) => version !== undefined);
    assert.equal(found('swig', 'set(swig_version_min 4.3.0)'), '4.3.0');
    assert.equal(found('cmake', 'cmake_minimum_required(\n  VERSION 3.16.3...3.31\n)'), '3.16.3');
    assert.equal(found('python', 'set(PYTHON_VERSION_MIN 3.8)'), '3.8');
    assert.equal(found('python', 'set(PYTHON_VERSION_MIN ${OTHER})'), undefined);
  });
});
