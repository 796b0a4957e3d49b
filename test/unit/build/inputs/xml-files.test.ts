import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { xmlFiles } from '../../../../server/src/build/inputs/xml-files';
import { tempDir } from '../../../support/temp-dir';

const head = '<?xml version="1.0"?>\n<CastXML format="1.1.5">\n';
const declaration = '  <Class id="_1" name="A" file="f1"/>\n';
const file = (id: number, name: string): string => `  <File id="f${id}" name="${name}"/>\n`;

describe('xmlFiles', () => {
  const temp = tempDir();
  const of = async (text: string): Promise<string[]> => {
    const xml = path.join(temp(), 'x.xml');
    writeFileSync(xml, text);
    return xmlFiles(xml);
  };

  it('reads the files at the end of a short XML and of a long one', async () => {
    const end = `${file(0, '&lt;builtin&gt;')}${file(1, '/s/a&amp;b.h')}${file(2, '/s/c.h')}</CastXML>\n`;
    assert.deepEqual(await of(head + declaration + end), ['/s/a&b.h', '/s/c.h']);
    assert.deepEqual(await of(head + declaration.repeat(20_000) + end), ['/s/a&b.h', '/s/c.h']);
  });

  it('reads all files even if there are many', async () => {
    const names = Array.from({ length: 9000 }, (_, index) => `/source/include/itkHeader${index}.h`);
    const end = names.map((name, index) => file(index, name)).join('');
    assert.deepEqual(await of(head + declaration.repeat(9000) + end + '</GCC_XML>\n'), names);
  });

  it('returns none for an XML that is missing, empty or truncated', async () => {
    assert.deepEqual(await xmlFiles(path.join(temp(), 'none.xml')), []);
    assert.deepEqual(await of(''), []);
    assert.deepEqual(await of(head + declaration + file(1, '/s/a.h') + '  <File id="f2" na'), []);
  });
});
