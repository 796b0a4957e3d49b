import assert from 'node:assert/strict';
import { withoutPlaces } from '../../../../server/src/cache/places/without-places';

describe('an XML without places', () => {
  const without = (text: string): string => withoutPlaces(Buffer.from(text)).toString();

  it('has neither the elements of comments nor the attributes that refer to them', () => {
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

  it('has the ranks of lines in their files', () => {
    const at = (file: number, line: number): string =>
      ` location="f${file}:${line}" file="f${file}" line="${line}"`;
    const ranked = without(`<A${at(1, 9)}/><B${at(1, 120)}/><C${at(2, 7)}/><D${at(1, 9)}/><E${at(1, 30)}/>`);
    assert.equal(ranked, '<A in="f1 0"/><B in="f1 2"/><C in="f2 0"/><D in="f1 0"/><E in="f1 1"/>');
  });

  it('is the same if it has none, and keeps what only looks like one', () => {
    for (const text of [
      '',
      '<CastXML/>',
      '<File name="/a comment=b"/>',
      '<a comment="c1',
      '\n  <Comment id="c1"',
      ' location="f1:2" file="f2" line="2"',
      ' location="f1:2" file="f1" line="3"',
      ' location="f1:2" file="f1" line="2',
      ' location="f1',
    ])
      assert.equal(without(text), text);
  });
});
