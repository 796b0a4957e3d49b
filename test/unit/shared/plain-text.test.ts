import assert from 'node:assert/strict';
import { cut, manyLines, oneLine, printable, printableJson } from '../../../server/src/shared/plain-text';
import { hasControls, hostile } from '../../support/hostile';

describe('text as text', () => {
  for (const [what, text] of Object.entries(hostile))
    it(`stays text in one line, in many lines and in a terminal: ${what}`, () => {
      for (const shown of [oneLine(text), manyLines(text)]) {
        assert.ok(!hasControls(shown), JSON.stringify(shown.slice(0, 80)));
        assert.doesNotMatch(shown, /\]\(|!\[|\$\(/);
        assert.ok(shown.length <= 4500, `${shown.length} characters`);
      }
      assert.doesNotMatch(oneLine(text), /\n/);
      assert.ok(!hasControls(printable(text)));
      const json = printableJson({ text });
      assert.ok(!hasControls(json));
      assert.deepEqual(JSON.parse(json), { text });
    });

  it('does not change ordinary names and sentences', () => {
    for (const text of [
      'itk::Image<float, 2>',
      'a[0] (b) $x !y',
      '/home/me/ITK build/x.wrap',
      'Größe “β” 画像 🙂',
    ])
      for (const shown of [oneLine(text), manyLines(text), printable(text)]) assert.equal(shown, text);
  });

  it('keeps line breaks and tabs if they have a meaning', () => {
    assert.equal(oneLine('a\r\n\tb'), 'a b');
    assert.equal(manyLines('a\r\nb\u2028c'), 'a\nb\nc');
    assert.equal(printable('a\tb\r\nc\rd'), 'a\tb\nc\nd');
  });

  it('does not split a character', () => {
    assert.equal(cut('ab🙂cd', 4), 'ab…');
    assert.equal(cut('ab🙂cd', 5), 'ab🙂…');
    assert.equal(cut('abcd', 4), 'abcd');
  });
});
