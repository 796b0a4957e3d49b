import assert from 'node:assert/strict';
import { codeDigest } from '../../../../server/src/cache/places/code-digest';

/** With the real preprocessor: test/integration/cache/moved-places.test.ts. */
describe('the digest of code', () => {
  const digest = (...lines: string[]): string | undefined =>
    codeDigest(Buffer.from(`${lines.join('\n')}\n`), { source: '/src', build: '/build' });
  const FILE = '# 1 "/src/a.h" 1';

  it('is the same if lines move', () => {
    const code = digest(FILE, 'int a;', 'int b;');
    for (const lines of [
      [FILE, '', '', 'int a;', '', 'int b;'],
      [FILE, 'int a;', '# 20 "/src/a.h"', 'int b;'],
      ['', FILE, 'int a;', '', '# 20 "/src/a.h"', '', '', '', 'int b;', '', ''],
    ])
      assert.equal(digest(...lines), code, lines.join('\n'));
  });

  it('is the same in other trees', () => {
    const there = codeDigest(Buffer.from('# 1 "/other/a.h" 1\nint a;\n'), { source: '/other', build: '/b' });
    assert.equal(there, digest(FILE, 'int a;'));
  });

  it('is another one for other code, or code of another file', () => {
    const all = [
      [FILE, 'int a;', 'int b;'],
      [FILE, 'int a; int b;'],
      [FILE, 'int  a;', 'int b;'],
      [FILE, 'int a;', '# 2 "/src/b.h" 1', 'int b;'],
      [FILE, 'int a;', '# 2 "/src/b.h"', 'int b;'],
      [FILE, '# 1 "/src/b.h" 1', '# 2 "/src/a.h" 2', 'int a;', 'int b;'],
      ['# 1 "/src/a.h" 1 3', 'int a;', 'int b;'],
    ].map((lines) => digest(...lines));
    assert.equal(new Set(all).size, all.length);
  });

  it('leaves out a line’s number behind the name of its file, unless a constant is made from it', () => {
    const same: string[] = ['  say("/src/a.h", 12, x);', 'f() { fail("x", "/src/a.h", 12); }'];
    const different: string[] = [
      'say("text", 12);',
      'int x[12];',
      'void f(int x = 12);',
      'constexpr int c = at("/src/a.h", 12);',
      'enum { a = at("/src/a.h", 12) };',
      'say(12, "/src/a.h");',
    ];
    const isSame = (line: string): boolean => digest(FILE, line) === digest(FILE, line.replace('12', '345'));
    assert.deepEqual([...same, ...different].filter(isSame), same);
  });

  it('is unknown if the code may know its line in another way', () => {
    for (const line of [
      ...['f(__builtin_LINE());', 'f(__builtin_COLUMN());', 'f(__builtin_source_location());'],
      'enum { a = at(__builtin_FILE (), __builtin_LINE ()) };',
      '__assert_fail ("x", __builtin_FILE (), 1, "f"); int x[at(__builtin_FILE (), __builtin_LINE ())];',
    ])
      assert.equal(digest(FILE, line), undefined, line);
    const asserted = 'x ? void (0) : __assert_fail ("x", __builtin_FILE (), __builtin_LINE (), "f");';
    assert.notEqual(digest(FILE, asserted), undefined);
  });
});
