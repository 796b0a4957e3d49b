import assert from 'node:assert/strict';
import { readComments } from '../../../../server/src/cache/comments/read-comments';

/** What the real castxml makes of comments is in test/integration/cache/moved-comments.test.ts. */
describe('the comments of a C++ file', () => {
  const read = (text: string) => readComments(Buffer.from(text, 'latin1'));
  const skeleton = (text: string): string | undefined => read(text)?.skeleton;
  const texts = (text: string): string[] | undefined =>
    read(text)?.documentation.map(({ begin, end }) => text.slice(begin.offset, end.offset));

  it('are those that document something, with their places', () => {
    const text = '/** A. */\nint a; ///< b\n// no\r\n//! c\r\n';
    assert.deepEqual(texts(text), ['/** A. */', '///< b', '//! c']);
    assert.deepEqual(read(text)?.documentation[1], {
      begin: { line: 2, column: 8, offset: 17 },
      end: { line: 2, column: 14, offset: 23 },
    });
  });

  it('are not in literals, after a digit separator, or in a raw string', () => {
    const texts_ = ['"/** a */"', "'\"' /** b */", "1'000 /** b */", 'R"x(/** a */ )" /** a */)x" /** b */'];
    assert.deepEqual(texts_.map(texts), [[], ['/** b */'], ['/** b */'], ['/** b */']]);
    assert.deepEqual(texts("#error don't\n/** b */"), ['/** b */']);
  });

  it('may say something else', () => {
    const same: [string, string][] = [
      ['/** a */ int a;', '/** something else */ int a;'],
      ['/* license 1999 */\nint a;', '/* license 2026 */\nint a;'],
      ['int a;\n', 'int a; // why\n'],
      ['int a;\n\nint b;', 'int a;\n// b\nint b;'],
      ['#endif\n', '#endif\n// The end\n'],
    ];
    for (const [a, b] of same) assert.equal(skeleton(a), skeleton(b), b);
  });

  it('may belong to another declaration if one comes, goes, begins differently, or has a separator', () => {
    const different: [string, string][] = [
      ['int a;', '/** a */ int a;'],
      ['/** a */ int a;', '/* a */ int a;'],
      ['/// a\nint a;', '///< a\nint a;'],
      ['/** a */\n\nint a;', '/** a */\n// no\nint a;'],
      ['/** a */ template <class T>\nint a;', '/** a */ template <class T> // a;b\nint a;'],
      ['/** a */ int a;', '/** a */\nint a;'],
      ['// x\n\n/// a\nint a;', '// x\n// y\n/// a\nint a;'],
    ];
    for (const [a, b] of different) assert.notEqual(skeleton(a), skeleton(b), b);
  });

  it('are unknown if one is unfinished or continues after a backslash', () => {
    for (const text of ['/* a', '// a \\\nb', 'int a; /** \\\n */']) assert.equal(read(text), null, text);
  });
});
