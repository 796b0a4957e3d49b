import assert from 'node:assert/strict';
import { classNameOf, parseCxx, parseIncludes } from '../../../../server/src/build/inputs/castxml-cxx';

const USING = `#include "itkImage.h"
#include <complex>

#ifdef ITK_WRAPPING_PARSER
namespace _wrapping_
{
  namespace wrappers
  {
    using itkFooIF2_Superclass=itk::Foo< itk::Image< float,2 > >::Superclass;
    using itkFooIF2=itk::Foo< itk::Image< float,2 > >;
    using itkFooIF2_Pointer=itk::Foo< itk::Image< float,2 > >::Pointer;
    using itkFooEnums=itk::FooEnums;
    using itkFooEnums_Mode=itk::FooEnums::Mode;
  }
  void force_instantiate()
  {
    using namespace _wrapping_::wrappers;
    (void)sizeof(itkFooIF2);
  }
}
#endif
`;

describe('parseCxx', () => {
  it('reads using aliases with class, line and companions', () => {
    const found = parseCxx(USING);
    assert.deepEqual(
      found.map(({ name, className, line, companionOf }) => [name, className, line, companionOf]),
      [
        ['itkFooIF2_Superclass', 'itk::Foo::Superclass', 8, 'itkFooIF2'],
        ['itkFooIF2', 'itk::Foo', 9, undefined],
        ['itkFooIF2_Pointer', 'itk::Foo::Pointer', 10, 'itkFooIF2'],
        ['itkFooEnums', 'itk::FooEnums', 11, undefined],
        ['itkFooEnums_Mode', 'itk::FooEnums::Mode', 12, undefined],
      ],
    );
    assert.equal(found[1]?.cppType, 'itk::Foo< itk::Image< float,2 > >');
  });

  it('reads typedefs of older builds', () => {
    const found = parseCxx('namespace wrappers\n{\n    typedef itk::Foo< unsigned char, 2 > itkFooUC2;\r\n}');
    assert.deepEqual(found, [
      { name: 'itkFooUC2', cppType: 'itk::Foo< unsigned char, 2 >', className: 'itk::Foo', line: 2 },
    ]);
  });

  it('reads what is complete in a file that is cut off anywhere', () => {
    const whole = parseCxx(USING);
    for (let end = 0; end <= USING.length; end += 1) {
      const part = parseCxx(USING.slice(0, end));
      assert.deepEqual(
        part.map(({ name, cppType, line }) => ({ name, cppType, line })),
        whole.slice(0, part.length).map(({ name, cppType, line }) => ({ name, cppType, line })),
        `cut at ${end}`,
      );
    }
  });

  it('removes arguments at every depth', () => {
    assert.equal(classNameOf('std::vector< itk::SmartPointer< itk::Foo > >'), 'std::vector');
    assert.equal(classNameOf('itk::A< 1 > :: B< 2 >'), 'itk::A::B');
    assert.equal(classNameOf('unsigned char'), 'unsigned char');
    assert.equal(classNameOf('itk::Broken< float'), 'itk::Broken');
  });
});

describe('parseIncludes', () => {
  it('reads both forms with their line numbers', () => {
    assert.deepEqual(parseIncludes(USING), [
      { file: 'itkImage.h', system: false, line: 0 },
      { file: 'complex', system: true, line: 1 },
    ]);
  });
});
