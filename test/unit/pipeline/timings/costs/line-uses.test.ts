import assert from 'node:assert/strict';
import { lineUsesOf } from '../../../../../server/src/pipeline/timings/costs/line-uses';

const CXX = `namespace wrappers {
using itkFooF2=itk::Foo< float,2 >;
using itkFooF2_Pointer=itk::Foo< float,2 >::Pointer;
using itkFooF3=itk::Foo< float,3 >;
using itkBarD=itk::Bar< double >;
}
`;
const WRAP = `itk_wrap_class("itk::Foo" POINTER)
itk_wrap_template(
  "F2"
  "float,2")
itk_end_wrap_class()
itk_wrap_simple_class("itk::Bar")
`;

describe('the lines that made instantiations', () => {
  const origin = (line: number) => ({
    location: {
      file: '/s/itkFoo.wrap',
      range: { start: { line, character: 0 }, end: { line, character: 1 } },
    },
    loops: [],
  });

  it('are those of the evaluation, and those of the class for what it does not know', () => {
    const instantiations = ['itkFooF2', 'itkFooF3'].map((name) => ({
      name,
      cppType: '',
      className: 'itk::Foo',
      origin: origin(1),
    }));
    assert.deepEqual(lineUsesOf(CXX, WRAP, { wrap: '/s/itkFoo.wrap', instantiations }), [
      { line: 2, text: 'itk_wrap_template("F2" "float,2")', instantiations: 2 },
      { line: 6, text: 'itk_wrap_simple_class("itk::Bar")', instantiations: 1 },
    ]);
  });

  it('are not known without a .wrap file', () => {
    assert.deepEqual(
      lineUsesOf(CXX, null, null).map(({ line, instantiations }) => [line, instantiations]),
      [[null, 3]],
    );
  });
});
