import assert from 'node:assert/strict';
import { readLanguageSettings } from '../../../../server/src/lsp/server/language-settings';

const all = { counts: true, loopValues: true, parameterNames: true };

describe('the settings of the language features', () => {
  it('can be read from anything that a client sends', () => {
    assert.deepEqual(readLanguageSettings(null), {
      inlayHints: all,
      codeLens: true,
      evaluation: true,
      diagnostics: {},
    });
    const read = readLanguageSettings({
      inlayHints: { counts: false, loopValues: 'x' },
      codeLens: { enabled: false },
    });
    assert.deepEqual(read, {
      inlayHints: { ...all, counts: false },
      codeLens: false,
      evaluation: true,
      diagnostics: {},
    });
  });
});
