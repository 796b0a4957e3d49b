import assert from 'node:assert/strict';
import { encodeText } from '../../../../server/src/cache/inputs/path-bytes';
import { unescapeC } from '../../../../server/src/cache/inputs/c-escapes';
import { dependencyPaths, markedFiles } from '../../../../server/src/cache/inputs/line-markers';

describe('the reader of line markers', () => {
  it('undoes every escape that clang and gcc write in names', () => {
    const text = String.raw`# 1 "/t/x.cxx"
# 1 "/t/d\303\251 \377\"q\\b/h\303\251.h" 1
# 1 "/t/tab\tx.h" 1
# 1 "/t/bell\007.h" 1
# 1 "/t/oct\\303.h" 1
# 1 "C:\\new\\table.h" 1
`;
    assert.deepEqual(
      dependencyPaths(Buffer.from(text)).map((name) => encodeText(name).toString('latin1')),
      [
        'C:\\new\\table.h',
        '/t/bell\x07.h',
        '/t/d\xc3\xa9 \xff"q\\b/h\xc3\xa9.h',
        '/t/oct\\303.h',
        '/t/tab\tx.h',
        '/t/x.cxx',
      ].sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  it('distinguishes a file that was read from one that a #line names', () => {
    const text =
      '# 1 "t.cxx"\n# 1 "<built-in>" 1\n# 1 "a.h" 1\n# 5 "gone.y"\nint y;\n# 2 "t.cxx" 2\n# 40 "a.h"\n';
    assert.deepEqual(markedFiles(Buffer.from(text)), [
      { path: 'a.h', entered: true },
      { path: 'gone.y', entered: false },
      { path: 't.cxx', entered: true },
    ]);
  });

  it('keeps unknown escapes', () => {
    assert.equal(unescapeC(String.raw`a\qb\x41\0`), 'a\\qbA\0');
  });
});
