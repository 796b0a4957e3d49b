import assert from 'node:assert/strict';
import {
  moduleCachedText,
  moduleConsequence,
  moduleStateLabel,
  swigText,
} from '../../../server/src/shared/vocabulary';
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

  it('says how much of a module’s run is in the cache, if that is known', () => {
    const text = (hits: number, types: number): string | null =>
      moduleCachedText(aModule({ state: 'out-of-date', cached: { hits, types } }));
    assert.equal(text(3, 3), 'The cache has what igenerator would write for all types.');
    assert.equal(text(2, 3), 'The cache has what igenerator would write for 2 of 3 types.');
    assert.equal(text(0, 3), null);
    assert.equal(moduleCachedText(aModule()), null);
  });

  it('says that ninja does not notice an input with an old time', () => {
    const unnoticed = aModule({ state: 'out-of-date', staleBecause: '/i/igenerator.py', unnoticed: true });
    assert.match(moduleConsequence(unnoticed) ?? '', /^igenerator.py has changed .* ninja goes by times/);
  });

  it('says that another command is the reason, for a module and for SWIG', () => {
    const other = aModule({ state: 'out-of-date', otherCommand: true });
    assert.match(
      moduleConsequence(other) ?? '',
      /^Another command, for example one with other options, or an interrupted run made/,
    );
    const stale = { state: 'stale', because: null, otherCommand: true } as const;
    assert.equal(
      swigText({ ...stale, cached: null }),
      'SWIG stale: made by another command or an interrupted run',
    );
    assert.equal(
      swigText({ ...stale, cached: true }),
      'SWIG stale: made by another command or an interrupted run, already cached',
    );
  });
});
