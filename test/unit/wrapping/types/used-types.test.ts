import assert from 'node:assert/strict';
import { definitionsInHeader } from '../../../../server/src/wrapping/types/class-definition';
import { publicMethods } from '../../../../server/src/wrapping/types/class-methods';
import { TypeResolver } from '../../../../server/src/wrapping/types/type-resolver';
import { typesUsedBy } from '../../../../server/src/wrapping/types/used-types';

const HEADERS = `
namespace itk {
class Object { public: using Pointer = SmartPointer<Object>; enum Kind { A }; class Inner {}; };
template <typename T> class SmartPointer {};
template <typename T, unsigned int D = 2> class Image : public Object { public: using Pointer = SmartPointer<Image>; using PixelType = T; };
template <typename T> class Hidden {};
class Kind {};
class Inner {};
enum class Free { A };
}
namespace vnl { class Matrix {}; }
`;

describe('typesUsedBy', () => {
  /** The types that `itk::Foo<float>` uses, of which this is the body. */
  const used = (body: string, head = 'template <typename T> class Foo : public Object'): string[] => {
    const all = definitionsInHeader(`${HEADERS} namespace itk { ${head} { public: ${body} }; }`);
    const types = new TypeResolver({
      definitionOf: (name) => all.find((one) => one.name === name) ?? null,
      specializationsOf: () => [],
      aliasNamed: () => undefined,
    });
    const foo = types.typeOf(head.startsWith('template') ? 'itk::Foo<float>' : 'itk::Foo')!;
    const methods = publicMethods(types.definitionOf(foo)!.body, 'Foo', new Map());
    return methods.flatMap((method) => typesUsedBy(types, foo, method)).map(({ text }) => text);
  };

  it('are without const, pointers and references', () => {
    const image = 'itk::Image<float,2>';
    for (const type of [
      'Image<T>',
      'const Image<T> *',
      'Image<T> const &',
      'const Image<T> * const',
      'Image<T> * *',
    ])
      assert.deepEqual(
        used(`${type} F(); void G(${type} name); void H(${type});`),
        [image, image, image],
        type,
      );
    assert.deepEqual(used('void F(const Image<T> names[3], ::itk::Object &);'), [image, 'itk::Object']);
    assert.deepEqual(used('using P = const Image<T> *; void F(P p, P const * q);'), [image, image]);
  });

  it('include smart pointers and what is inside types of the standard library', () => {
    const pointer = 'itk::SmartPointer<itk::Image<float,2>>';
    assert.deepEqual(used('typename Image<T>::Pointer F();'), [pointer]);
    assert.deepEqual(used('std::vector<typename Image<T>::Pointer> F();'), [pointer]);
    assert.deepEqual(used('void F(const std::map<std::string, std::pair<Image<T>, Object *>> & map);'), [
      'itk::Image<float,2>',
      'itk::Object',
    ]);
    assert.deepEqual(used('std::vector<T> F(); void G(std::string, const vnl::Matrix &, bool);'), []);
  });

  it('follow aliases, constants and defaults', () => {
    const body =
      'static constexpr unsigned int N = 3; using I = Image<T, N + 1>; I * F(); typename I::PixelType G();';
    assert.deepEqual(used(body), ['itk::Image<float,4>']);
  });

  it('include enums outside of classes, but nothing that the headers do not decide', () => {
    assert.deepEqual(used('Free F();'), ['itk::Free']);
    assert.deepEqual(used('Unknown F(); typename T::Type H(); Image<Unknown> I();'), []);
    assert.deepEqual(used('Image<T> && F(); void G(Image<T> && a);'), []);
  });

  it('do not include nested types that have the name of another class', () => {
    assert.deepEqual(used('class Inner; Inner * F(); enum class Kind { A }; Kind G();'), []);
    assert.deepEqual(used('Inner * F(); Kind G();'), [], 'from a base');
    const dependent = 'template <typename T> class Foo : public Hidden<T>';
    assert.deepEqual(used('friend class Inner; Inner * F();', dependent), ['itk::Inner']);
    assert.deepEqual(used('using typename Hidden<T>::Inner; Inner * F();', dependent), []);
    assert.deepEqual(used('template <typename U> using Image = Hidden<U>; Image<T> F();', dependent), []);
  });

  it('take plain names from bases that do not depend on a parameter', () => {
    assert.deepEqual(used('Pointer F();', 'class Foo : public Object'), ['itk::SmartPointer<itk::Object>']);
    assert.deepEqual(used('Image * F();', 'class Foo : public Image<int, 3>'), ['itk::Image<int,3>']);
  });

  it('stop at what may be a function, as igenerator does', () => {
    assert.deepEqual(used('Image<T> F(Object * a, void (*f)(int), Object * b);'), ['itk::Object']);
    assert.deepEqual(used('Image<T> F(Callback f);'), []);
    assert.deepEqual(used('Callback F(Object * a);'), []);
    assert.deepEqual(used('Image<T> F(std::ostream & os, size_t n, const SizeValueType m);'), [
      'itk::Image<float,2>',
    ]);
  });
});
