import assert from 'node:assert/strict';
import {
  ANY_NAME,
  parseIdx,
  reachableIdx,
  relevantIdx,
} from '../../../../../server/src/cache/igenerator/names/known-names';
import { tempDir, writeFiles } from '../../../../support/temp-dir';

describe('the .idx files of other types', () => {
  const dir = tempDir();

  const file = (name: string, ...lines: string[]) =>
    parseIdx(`/t/${name}.idx`, lines.map((line) => `${line}\n`).join(''))!;
  const files = [
    file('itkSize', '{itk::Size<2>} {itkSize2} {itkSize}', '{itk::Size<3>} {itkSize3} {itkSize}'),
    file('itkImage', '{itk::Image<itk::Vector<float, 2>, 2>} {itkImageVF22} {itkImage}'),
  ];
  const relevant = (...names: string[]): string[] =>
    relevantIdx(files, new Set(names)).flatMap(({ lines }) => lines.map(({ alias }) => alias));

  it('matter if the XML has all names of their types', () => {
    assert.deepEqual(relevant('Size', 'Size<2>'), ['itkSize2']);
    assert.deepEqual(relevant('Image', 'Vector'), []);
    assert.deepEqual(relevant('Image', 'Vector', 'Vector<float,2>'), ['itkImageVF22']);
  });

  it('matter if the XML has an alias of theirs, a type by its template’s name, or names that are not known', () => {
    assert.deepEqual(relevant('itkSize3'), ['itkSize3']);
    for (const name of ['Templates', ANY_NAME])
      assert.deepEqual(relevant(name), ['itkSize2', 'itkSize3', 'itkImageVF22']);
  });

  it('matter if an alias occurs twice, because igenerator warns about it', () => {
    const twice = [...files, file('itkOther', '{itk::Other} {itkSize2} {itkOther}')];
    assert.deepEqual(
      relevantIdx(twice, new Set()).map((one) => one.file),
      ['/t/itkSize.idx', '/t/itkOther.idx'],
    );
  });

  it('are malformed if a line has another form', () => {
    assert.equal(parseIdx('/t/a.idx', 'itk::Size<2> itkSize2'), null);
    assert.deepEqual(parseIdx('/t/a.idx', '')?.lines, []);
  });

  it('are read in igenerator’s order, each once', () => {
    writeFiles(dir(), {
      'A.mdx': '% a comment\nitkA.idx\nitkB.idx\n',
      'B.mdx': 'A.mdx\nitkC.idx\n',
      'C.mdx': 'B.mdx\nitkD.idx\n',
    });
    const names = (...lists: string[]): string[] | undefined =>
      reachableIdx(lists.map((name) => `${dir()}/${name}`))?.map((name) => name.slice(dir().length + 1));
    assert.deepEqual(names('C.mdx', 'A.mdx'), ['itkA.idx', 'itkB.idx', 'itkC.idx', 'itkD.idx']);
    assert.equal(names('missing.mdx'), undefined);
    writeFiles(dir(), { 'C.mdx': 'B.mdx\nC.mdx\nother/itkA.idx\n' });
    assert.equal(names('C.mdx'), undefined);
    writeFiles(dir(), { 'C.mdx': 'something else\n' });
    assert.equal(names('C.mdx'), undefined);
  });
});
