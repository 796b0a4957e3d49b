import assert from 'node:assert/strict';
import { moduleConsequence, moduleStateLabel } from '../../../server/src/shared/vocabulary';
import { missReasonText } from '../../../server/src/shared/reasons';
import type { ModuleStatus } from '../../../server/src/shared/type-state';

describe('vocabulary', () => {
  const module = (changes: Partial<ModuleStatus>): ModuleStatus => ({
    name: 'ITKFoo',
    wrappingDir: null,
    types: [],
    dependencies: [],
    state: 'pkl-missing',
    stampGeneration: 'none',
    stamp: null,
    pkl: {
      listed: 3,
      present: 2,
      missing: ['/b/itk-pkl/Foo.itkFoo.pkl'],
      missingIndex: [],
      stampPresent: null,
    },
    ...changes,
  });

  it('names the file of a reason, without its folder', () => {
    assert.equal(
      missReasonText({ kind: 'header-changed', subject: '/src/include/itkFoo.h' }),
      'header itkFoo.h changed',
    );
  });

  it('counts missing pkl files', () => {
    assert.equal(moduleStateLabel(module({})), '1 of 3 pkl files missing');
  });

  it('says what pyi_generator will say of one missing pkl, and of all missing', () => {
    assert.match(moduleConsequence(module({})) ?? '', /pickle file … is missing/);
    const none = { listed: 3, present: 0, missing: ['a', 'b', 'c'], missingIndex: [], stampPresent: null };
    assert.match(moduleConsequence(module({ pkl: none })) ?? '', /No pickle files were found/);
  });

  it('has nothing to say of a complete module', () => {
    assert.equal(moduleConsequence(module({ state: 'complete' })), null);
  });
});
