import assert from 'node:assert/strict';
import fc from 'fast-check';
import { identifiersIn, namesIn } from '../../../../../server/src/cache/igenerator/names/xml-names';

describe('the names in an XML', () => {
  it('are identifiers and templates of plain arguments, without ids and mangled names', () => {
    const xml =
      '<Class id="_12" name="Image&lt;itk::Vector&lt;float, 2&gt;, 3u&gt;" mangled="_ZN3itk"/><Enum name="A1" size="0x1f"/>';
    assert.deepEqual(namesIn(Buffer.from(xml)), [
      ...['A1', 'Class', 'Enum', 'Image', 'Vector', 'Vector<float,2>'],
      ...['float', 'gt', 'id', 'itk', 'lt', 'mangled', 'name', 'size'],
    ]);
  });

  it('are those that a regular expression finds', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'Z', '_', '7', ' ', '<', '&', 'é', 'x1'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, (content) => {
        const words = content.match(/(?:[a-zA-Z_é]|\d+)[\wé]*/g) ?? [];
        const expected = words.filter((word) => /^[A-Za-zé]/.test(word));
        assert.deepEqual(identifiersIn(Buffer.from(content)), [...new Set(expected)].sort());
      }),
    );
  });

  it('are found among more than the table holds at first', () => {
    const names = Array.from({ length: 30_000 }, (_, i) => `n${i}`);
    assert.equal(identifiersIn(Buffer.from(`${names.join(' ')} ${names.join(' ')}`)).length, names.length);
  });
});
