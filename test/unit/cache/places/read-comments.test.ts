import assert from 'node:assert/strict';
import { readComments } from '../../../../server/src/cache/places/read-comments';

/** What the real castxml makes of comments is in test/integration/cache/moved-comments.test.ts. */
describe('the code and the comments of a C++ file', () => {
  const read = (text: string) => readComments(Buffer.from(text, 'latin1'));
  const skeleton = (text: string): string | undefined => read(text)?.skeleton;
  const texts = (text: string): string[] | undefined =>
    read(text)?.documentation.map(({ begin, end }) => text.slice(begin.offset, end.offset));

  it('has comments that document something, with their places', () => {
    const text = '/** A. */\nint a; ///< b\n// no\r\n//! c\r\n';
    assert.deepEqual(texts(text), ['/** A. */', '///< b', '//! c']);
    assert.deepEqual(read(text)?.documentation[1], {
      begin: { line: 2, column: 8, offset: 17 },
      end: { line: 2, column: 14, offset: 23 },
    });
  });

  it('has none in literals, after a digit separator, or in a raw string', () => {
    const texts_ = ['"/** a */"', "'\"' /** b */", "1'000 /** b */", 'R"x(/** a */ )" /** a */)x" /** b */'];
    assert.deepEqual(texts_.map(texts), [[], ['/** b */'], ['/** b */'], ['/** b */']]);
    assert.deepEqual(texts("#error don't\n/** b */"), ['/** b */']);
  });

  it('has the lines of its code', () => {
    const text = 'int a; /** b\n c */ int b; // d\n\n"x\\\ny" /**/ z;\n/* e */\nint f;';
    assert.deepEqual(read(text)?.code, [1, 2, 4, 5, 7]);
  });

  it('has the same skeleton if comments say something else, or lines move', () => {
    const same: [string, string][] = [
      ['/** a */ int a;', '/** something else */ int a;'],
      ['/* license 1999 */\nint a;', '/* license 2026 */\nint a;'],
      ['int a;\n', 'int a; // why\n'],
      ['int a;\n\nint b;', 'int a;\n// b\nint b;'],
      ['#endif\n', '#endif\n// The end\n'],
      ['int a;\nint b;', '\nint a;\n// b\n\nint b;'],
      ['/** a */\nint a;', '/** a\n * more */\n\nint a;'],
      ['int a; ///< a\nint b;', '// a\nint a; ///< a\n\nint b;'],
      ['#define A \\\n  b\nint a;', '\n#define A \\\n  b\n\nint a;'],
    ];
    for (const [a, b] of same) assert.equal(skeleton(a), skeleton(b), b);
  });

  it('has another skeleton if code changes, or a comment comes, goes, begins differently, or has a separator', () => {
    const different: [string, string][] = [
      ['int a;', '/** a */ int a;'],
      ['/** a */ int a;', '/* a */ int a;'],
      ['/// a\nint a;', '///< a\nint a;'],
      ['/** a */\n\nint a;', '/** a */\n// no\nint a;'],
      ['/** a */ template <class T>\nint a;', '/** a */ template <class T> // a;b\nint a;'],
      ['/** a */ int a;', '/** a */\nint a;'],
      ['int a; int b;', 'int a;\nint b;'],
      ['#define A \\\n  b', '#define A \\\n\n  b'],
      ['/// a\n/// b\nint a;', '/// a\n\n/// b\nint a;'],
      ['int a; ///< a\nint b;', 'int a;\n///< a\nint b;'],
      ['int a; ///< a\n       // b', 'int a;  ///< a\n       // b'],
      ['int a; ///< a\n       // b;', 'int a;  ///< a\n       // b;'],
      ['int a; ///< a\n       // b\n       // c', 'int a; ///< a\n       // b\n      // c'],
      ['/// a\n//\nint a;', '/// a\n// b\nint a;'],
      ['// a\nint a;', '/**/\nint a;'],
      ['// x\n\n/// a\nint a;', '// x\n// y\n/// a\nint a;'],
    ];
    for (const [a, b] of different) assert.notEqual(skeleton(a), skeleton(b), b);
  });

  it('is read in little memory and time, however many comments it has', () => {
    const many = 200_000;
    const found = read(`/** a */${'/* b */'.repeat(many)}\n/// c\n${'// d\n'.repeat(many)}int a;`);
    assert.deepEqual(found?.code, [many + 3]);
    assert.ok(found.skeleton.length < 40 * many);
  });

  it('is not read if a comment is unfinished or continues after a backslash', () => {
    for (const text of ['/* a', '// a \\\nb', 'int a; /** \\\n */']) assert.equal(read(text), null, text);
  });
});
