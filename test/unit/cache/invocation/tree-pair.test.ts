import assert from 'node:assert/strict';
import {
  resolveTokens,
  tokenize,
  tokenizeFlags,
  translate,
} from '../../../../server/src/cache/invocation/tree-pair';

describe('paths of trees', () => {
  const one = { source: '/a/src', build: '/a/src/build' };
  const two = { source: '/b', build: '/c/build' };

  it('distinguishes a build tree inside its source tree from that tree', () => {
    assert.equal(tokenize('/a/src/x.h', one), '\0S/x.h');
    assert.equal(tokenize('/a/src/build/x.h', one), '\0B/x.h');
    assert.equal(tokenize('/a/src/build2/x.h', one), '\0S/build2/x.h');
    for (const file of ['/a/src', '/a/src/build', '/a/src/x/y.h', '/elsewhere'])
      assert.equal(resolveTokens(tokenize(file, one), one), file);
  });

  it('leaves names alone that only have the same beginning or end', () => {
    for (const file of ['/a/src2/x.h', '/a/src.old/x.h', '/a/src-1', '/x/a/src/x.h', '/a/srcü/x.h'])
      assert.equal(tokenize(file, one), file);
  });

  it('finds a path right after a flag', () => {
    assert.equal(
      tokenizeFlags('"-I/a/src/include"\n-isystem/a/src/build', one),
      '"-I\0S/include"\n-isystem\0B',
    );
  });

  it('translates the paths in an XML, whatever its bytes', () => {
    const xml = Buffer.concat([
      Buffer.from('<File name="/a/src/x.h"/><File name="/a/src/build/y.h"/><File name="/usr/a/src"/>'),
      Buffer.from([0xff, 0xfe]),
    ]);
    const expected = '<File name="/b/x.h"/><File name="/c/build/y.h"/><File name="/usr/a/src"/>';
    assert.deepEqual(
      translate(xml, one, two),
      Buffer.concat([Buffer.from(expected), Buffer.from([0xff, 0xfe])]),
    );
    const escape = (text: string): string => text.replace('&', '&amp;');
    const odd = { source: '/a&b/ü', build: '/a&b/build' };
    const named = Buffer.from('"/a&amp;b/ü/x.h" "/a&b/ü/x.h"');
    assert.equal(translate(named, odd, two, escape).toString(), '"/b/x.h" "/a&b/ü/x.h"');
  });
});
