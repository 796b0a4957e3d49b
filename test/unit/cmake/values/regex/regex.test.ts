import assert from 'node:assert/strict';
import { BacktrackingRegex } from '../../../../../server/src/cmake/values/regex/backtrack';
import {
  compileRegex,
  RegexBudgetError,
  RegexSyntaxError,
} from '../../../../../server/src/cmake/values/regex';
import { parseRegex } from '../../../../../server/src/cmake/values/regex/parse-regex';

const match = (pattern: string, text: string): readonly (string | undefined)[] | null =>
  compileRegex(pattern).exec(text)?.groups.slice() ?? null;

describe('a CMake regular expression', () => {
  it('takes the first branch that leads to a match, and as much as possible', () => {
    assert.deepEqual(match('(a|ab)(c|bcd)', 'abcd'), ['abcd', 'a', 'bcd']);
    assert.deepEqual(match('a*', 'aaa'), ['aaa']);
  });

  it('has no escapes in brackets, and allows a ] in first place', () => {
    assert.deepEqual(match('[\\d]+', 'a\\d'), ['\\d']);
    assert.deepEqual(match('[]x]+', 'a]x'), [']x']);
    assert.deepEqual(match('[^]x]', ']a'), ['a']);
    assert.deepEqual(match('[a-]+', 'b-a'), ['-a']);
  });

  it('matches a line break with a dot, and an end only at the end', () => {
    assert.deepEqual(match('a.b$', 'a\nb'), ['a\nb']);
    assert.equal(match('a$', 'a\n'), null);
  });

  it('keeps the text of a group that a later round of a loop skips', () => {
    assert.deepEqual(match('((a)|(b))*', 'ab'), ['ab', 'b', 'a', 'b']);
  });

  it('lets ^ match at the start of each repeated search', () => {
    const starts = (pattern: string, text: string, anchorsAnew: boolean, allowsEmpty = false): number[] => {
      const regex = compileRegex(pattern);
      const search = { anchorsAnew, allowsEmpty };
      const found: number[] = [];
      for (
        let match = regex.next(text, null, search);
        match !== null;
        match = regex.next(text, match, search)
      )
        found.push(match.start);
      return found;
    };
    assert.deepEqual(starts('^a', 'aab', true), [0, 1]);
    assert.deepEqual(starts('^a', 'aab', false), [0]);
    assert.deepEqual(starts('^a|b', 'aab', false), [0, 2]);
    assert.deepEqual(starts('x*', 'axb', true, true), [0, 1, 2, 3]);
    assert.deepEqual(starts('x*', 'axb', true, false), [0]);
    assert.deepEqual(starts('|a', 'ab', false, true), [0, 0, 1, 2]);
  });

  it('reports a pattern that it cannot compile', () => {
    for (const pattern of ['(', ')', '[', 'a**', '*', '(a*)*', '(a*)+', '\\', '[z-a]'])
      assert.throws(() => compileRegex(pattern), RegexSyntaxError, pattern);
  });

  it('aborts a search that never ends', () => {
    assert.throws(() => compileRegex('(a+)+b').exec('a'.repeat(60)), RegexBudgetError);
  });

  it('gives the same result with both engines', () => {
    for (const pattern of ['(a|b)*c', 'x?(ab|a)b', '[^;]+;', '^(..)(.)?', 'a(b)?c|ad', '(.*)::([a-z]+)$'])
      for (const text of ['', 'abc', 'aabbc', 'xab', 'a;b;c', 'ad', 'itk::foo::bar', 'acb']) {
        const slow = new BacktrackingRegex(parseRegex(pattern), 1e6).exec(text, 0, 0, false);
        assert.deepEqual(slow?.groups ?? null, match(pattern, text), `${pattern} on ${text}`);
      }
  });

  it('aborts an endless search, but not one that is only long', () => {
    assert.throws(() => compileRegex('(a|aa)+c').exec('a'.repeat(70)), RegexBudgetError);
    assert.equal(compileRegex('(ab|c)+d').exec(`${'ab'.repeat(300)}d`)?.end, 601);
  });
});
