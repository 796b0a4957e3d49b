import assert from 'node:assert/strict';
import { withoutComments } from '../../../../server/src/cache/comments/without-comments';

describe('an XML without its comments', () => {
  const without = (text: string): string => withoutComments(Buffer.from(text)).toString();

  it('has neither their elements nor the attributes that refer to them', () => {
    const xml = [
      '<CastXML>',
      '  <Class id="_1" name="A" comment="c1" size="8"/>',
      '  <Comment id="c1" attached="_1" file="f1" begin_line="3"/>',
      '  <Comment id="c2" attached="_2" file="f1" begin_line="9"/>',
      '  <File id="f1" name="a.h"/>',
      '</CastXML>',
    ];
    const left = [xml[0], '  <Class id="_1" name="A" size="8"/>', ...xml.slice(4)];
    assert.equal(without(xml.join('\n')), left.join('\n'));
  });

  it('is the same if it has none, and keeps what only looks like one', () => {
    for (const text of [
      '',
      '<CastXML/>',
      '<File name="/a comment=b"/>',
      '<a comment="c1',
      '\n  <Comment id="c1"',
    ])
      assert.equal(without(text), text);
  });
});
