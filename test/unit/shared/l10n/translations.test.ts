import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import { missKindText, type MissReason } from '../../../../server/src/shared/reasons';
import { stateWords } from '../../../../server/src/shared/state-words';
import {
  checkedTranslations,
  translationsInUse,
  useTranslations,
} from '../../../../server/src/shared/l10n/translations';

describe('translations', () => {
  afterEach(() => useTranslations(undefined));

  it('are looked up when a text is made, also those of words that the module lists', () => {
    assert.equal(stateWords.fresh.label, 'fresh');
    useTranslations({ fresh: 'frisch', 'flags changed': 'andere Schalter', '{0} types': '{0} Typen' });
    assert.equal(stateWords.fresh.label, 'frisch');
    assert.equal(missKindText('flags-changed'), 'andere Schalter');
    assert.equal(l10n.t('{0} types', 3), '3 Typen');
    assert.equal(stateWords.stale.label, 'stale');
    assert.deepEqual(
      { ...translationsInUse() },
      {
        fresh: 'frisch',
        'flags changed': 'andere Schalter',
        '{0} types': '{0} Typen',
      },
    );
    useTranslations(undefined);
    assert.equal(stateWords.fresh.label, 'fresh');
  });

  it('are texts by texts, and not more than any bundle has: the rest of what a client sends is left out', () => {
    for (const bundle of [undefined, null, 7, 'fresh', ['fresh']])
      assert.deepEqual({ ...checkedTranslations(bundle) }, {});
    assert.deepEqual({ ...checkedTranslations({ a: 'x', b: 7, c: null, d: { message: 'y' } }) }, { a: 'x' });
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`${n}`, 'x'.repeat(1_000_000)]));
    assert.equal(Object.keys(checkedTranslations(many)).length, 3);
  });

  it('do not come from what every object has', () => {
    useTranslations({});
    assert.equal(l10n.t('constructor'), 'constructor');
    assert.equal(missKindText('constructor' as MissReason['kind']), 'constructor');
  });
});
