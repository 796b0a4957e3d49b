import assert from 'node:assert/strict';
import { moduleConsequence, moduleStateLabel, swigText } from '../../../server/src/shared/vocabulary';
import { missReasonText } from '../../../server/src/shared/reasons';
import { aModule } from '../../support/states';

describe('the vocabulary', () => {
  const pkl = { listed: 3, missing: ['/b/itk-pkl/Foo.itkFoo.pkl'] };
  const module = aModule({ state: 'pkl-missing', stampGeneration: 'none', pkl });

  it('names the file of a reason without its folder', () => {
    assert.equal(
      missReasonText({ kind: 'header-changed', subject: '/src/include/itkFoo.h' }),
      'header itkFoo.h changed',
    );
  });

  it('counts missing pkl files', () => {
    assert.equal(moduleStateLabel(module), '1 of 3 pkl files missing');
  });

  it('says what pyi_generator will report for one missing pkl file, and if all are missing', () => {
    assert.match(moduleConsequence(module) ?? '', /pickle file … is missing/);
    const none = aModule({ ...module, pkl: { listed: 3, missing: ['a', 'b', 'c'] } });
    assert.match(moduleConsequence(none) ?? '', /No pickle files were found/);
  });

  it('says nothing about a complete module', () => {
    assert.equal(moduleConsequence(aModule()), null);
  });

  it('says that another command is the reason, for a module and for SWIG', () => {
    const other = aModule({ state: 'out-of-date', otherCommand: true });
    assert.match(moduleConsequence(other) ?? '', /^Another command made igenerator’s outputs/);
    const stale = { state: 'stale', because: null, otherCommand: true } as const;
    assert.equal(swigText({ ...stale, cached: null }), 'SWIG stale: another command made this');
    assert.equal(
      swigText({ ...stale, cached: true }),
      'SWIG stale: another command made this, already cached',
    );
  });
});
