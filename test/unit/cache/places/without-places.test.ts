import assert from 'node:assert/strict';
import { withoutPlaces } from '../../../../server/src/cache/places/without-places';

describe('an XML without places', () => {
  const without = (text: string): string => withoutPlaces(Buffer.from(text)).toString('latin1');

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

  it('has the order of lines in each file, and not their numbers', () => {
    const xml = (...places: (readonly [file: number, line: number])[]): string =>
      without(places.map(([f, l]) => `<A location="f${f}:${l}" file="f${f}" line="${l}"/>`).join('\n'));
    const same = [
      xml([1, 9], [1, 120], [2, 7], [1, 9], [1, 30]),
      xml([1, 1], [1, 3], [2, 8], [1, 1], [1, 2]),
    ];
    assert.equal(same[0], same[1]);
    assert.ok(same[0]!.startsWith('<A/>\n<A/>\n<A/>\n<A/>\n<A/>'));
    const others = [
      xml([1, 9], [1, 120], [2, 7], [1, 10], [1, 30]),
      xml([1, 9], [1, 30], [2, 7], [1, 9], [1, 120]),
      xml([1, 9], [1, 120], [1, 130], [1, 9], [1, 30]),
      xml([1, 9], [1, 120], [3, 7], [1, 9], [1, 30]),
    ];
    assert.equal(new Set([...same, ...others]).size, 1 + others.length);
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
