import assert from 'node:assert/strict';
import { definitionsInHeader } from '../../../../server/src/wrapping/types/class-definition';

const only = (text: string) => {
  const found = definitionsInHeader(text);
  assert.equal(found.length, 1);
  return { ...found[0]!, members: Object.fromEntries(found[0]!.members) };
};

describe('definitionsInHeader', () => {
  it('reads bases, parameters and what the body names', () => {
    const found = only(`namespace itk
{
/** a class; with { braces } */
template <typename TIn, unsigned int VDim = 2, class = void>
class ITK_TEMPLATE_EXPORT Foo : public Base<TIn, VDim>, private Hidden, public Other
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(Foo);
  using Self = Foo;
  /** text; using Wrong = int; */
  using Superclass = Base<TIn,
                          VDim>;
  typedef typename TIn::PixelType PixelType;
  static constexpr unsigned int Dimension = TIn::Dimension + 1;
  static const int Old = 3;
  itkStaticConstMacro(InputDimension, unsigned int, TIn::ImageDimension);
  template <typename T> using Rebind = Foo<T>;
  void Run() { using Inner = float; }
  class Nested { using Deep = int; };
  using Pointer = SmartPointer<Self>; // using Comment = int;
};
}`);
    assert.equal(found.name, 'itk::Foo');
    assert.deepEqual(found.bases, ['Base<TIn, VDim>', 'Other']);
    assert.deepEqual(
      found.parameters?.map((one) => [one.kind, one.name, one.default]),
      [
        ['type', 'TIn', null],
        ['number', 'VDim', '2'],
        ['type', '', 'void'],
      ],
    );
    assert.deepEqual(found.members, {
      Self: 'Foo',
      Superclass: 'Base<TIn, VDim>',
      PixelType: 'typename TIn::PixelType',
      Dimension: 'TIn::Dimension + 1',
      Old: '3',
      InputDimension: 'TIn::ImageDimension',
      Pointer: 'SmartPointer<Self>',
    });
  });

  it('does not decide between the branches of a condition', () => {
    const { members } = only('class Foo {\n#if A\n  using X = int;\n#else\n  using X = long;\n#endif\n};\n');
    assert.deepEqual(members, { X: null });
  });

  it('reads the arguments of specializations, and classes behind an export macro with an argument', () => {
    const found = definitionsInHeader(
      'template <> class Foo<unsigned char> : public A {};\n' +
        'template <typename T> struct Foo<Bar<T>> : B, private C {};\n' +
        'class ITK_FORCE_EXPORT_MACRO(ITKCommon) Object : public LightObject {};\n',
    );
    assert.deepEqual(
      found.map(({ name, specialization, parameters, bases }) => [
        name,
        specialization,
        parameters?.length,
        bases,
      ]),
      [
        ['Foo', 'unsigned char', 0, ['A']],
        ['Foo', 'Bar<T>', 1, ['B']],
        ['Object', null, undefined, ['LightObject']],
      ],
    );
  });

  it('reads text that ends early', () => {
    const text = 'namespace itk { template <typename T> class Foo : public Bar<T> { using A = T; /* ';
    for (let end = 0; end <= text.length; end++) definitionsInHeader(text.slice(0, end));
    assert.deepEqual(only(text).members, { A: 'T' });
  });
});
