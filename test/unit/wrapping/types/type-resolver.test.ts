import assert from 'node:assert/strict';
import {
  type ClassDefinition,
  definitionsInHeader,
} from '../../../../server/src/wrapping/types/class-definition';
import { classesInHeader, type HeaderAlias } from '../../../../server/src/wrapping/headers/header-classes';
import { HeaderDefinitions } from '../../../../server/src/wrapping/types/header-definitions';
import { TypeResolver } from '../../../../server/src/wrapping/types/type-resolver';

const HEADERS = `
namespace itk {
class Object {};
class DataObject : public Object {};
template <typename T> class NumericTraits { public: using RealType = T; };
template <> class NumericTraits<float> { public: using RealType = double; };
template <typename T> class NumericTraits<Vec<T>> { public: using RealType = Vec<double>; };
template <typename T, unsigned int VLength = 3> class Vec { public: static constexpr unsigned int Length = VLength; };
template <typename TPixel, unsigned int VDim = 2> class Image : public DataObject {
public:
  using Self = Image;
  using Superclass = DataObject;
  using PixelType = TPixel;
  static constexpr unsigned int ImageDimension = VDim;
};
template <typename TOut> class ImageSource : public Object {
public:
  using OutputImageType = TOut;
  static constexpr unsigned int OutputDimension = TOut::ImageDimension;
};
template <typename TIn, typename TOut = TIn> class Filter : public ImageSource<TOut> {
public:
  using Superclass = ImageSource<TOut>;
  using InputImageType = TIn;
};
namespace Functor { template <typename A, typename B> class Cast {}; }
template <typename TIn, typename TOut, typename TFunctor> class FunctorFilter : public Filter<TIn, TOut> {};
template <typename TIn, typename TOut>
class CastFilter : public FunctorFilter<TIn, TOut, Functor::Cast<typename TIn::PixelType,
    typename NumericTraits<typename TOut::PixelType>::RealType>> {
public:
  using Superclass = FunctorFilter<TIn, TOut, int>;
};
template <typename TIn> class SliceFilter
  : public Filter<TIn, Image<typename TIn::PixelType, TIn::ImageDimension - 1>> {};
template <typename T> class Loop { public: using A = typename Loop<T>::B; using B = typename Loop<T>::A; };
template <typename T> class Endless : public Endless<Endless<T>> {};
template <typename T> class Odd : public std::unordered_map<T, T> {};
template <typename... T> class Pack : public Object {};
}
class Outer : public itk::Object {};
namespace itk {
template <typename T, unsigned int D = 2> using Flat = Image<T, D>;
template <typename T> class FlatFilter : public Filter<Flat<T>, Flat<T, 3>> {};
typedef Image<float, 3> Volume;
namespace Functor { using Volumes = Filter<Volume>; }
#if A
using Twofold = int;
#else
using Twofold = long;
#endif
}
`;

function aliasesIn(text: string): HeaderAlias[] {
  const found: HeaderAlias[] = [];
  classesInHeader(text, { onAlias: (alias) => found.push(alias) });
  return found;
}

describe('TypeResolver', () => {
  const all = definitionsInHeader(HEADERS);
  const of = (name: string, special: boolean): ClassDefinition[] =>
    all.filter((one) => one.name === name && (one.specialization !== null) === special);
  const aliases = new HeaderDefinitions(
    {
      headerOf: () => null,
      specializingHeadersOf: () => [],
      aliasesNamed: (name) => aliasesIn(HEADERS).filter((one) => one.name === name),
    },
    () => null,
  );
  const resolver = new TypeResolver({
    definitionOf: (name) => of(name, false)[0] ?? null,
    specializationsOf: (name) => of(name, true),
    aliasNamed: (name) => aliases.aliasNamed(name),
  });
  const type = (text: string) => resolver.typeOf(text)?.text ?? null;
  const bases = (text: string) => {
    const found = resolver.typeOf(text);
    return (found && resolver.basesOf(found)?.map((base) => base.text)) ?? null;
  };

  it('gives a type one spelling, with all its arguments', () => {
    assert.equal(type('itk::Image< signed short >'), 'itk::Image<short,2>');
    assert.equal(type('::itk::Image<itk::Vec<float>, 3u>'), 'itk::Image<itk::Vec<float,3>,3>');
    assert.equal(type('itk::Image<std::complex<float>, 2>'), 'itk::Image<std::complex<float>,2>');
    assert.equal(type('itk::Image<const float *, 2>'), 'itk::Image<float const*,2>');
    assert.equal(type('std::basic_string<char>'), 'std::string');
  });

  it('follows other names outside of classes, with and without parameters', () => {
    assert.equal(type('itk::Flat<short>'), 'itk::Image<short,2>');
    assert.equal(type('itk::Flat<short, 3>::PixelType'), 'short');
    assert.equal(type('itk::Volume'), 'itk::Image<float,3>');
    assert.equal(type('itk::Functor::Volumes'), type('itk::Filter<itk::Image<float,3>>'));
    assert.deepEqual(bases('itk::FlatFilter<float>'), bases('itk::FlatFilter< float >'));
    assert.match(
      bases('itk::FlatFilter<float>')!.join(),
      /^itk::Filter<itk::Image<float,2>,itk::Image<float,3>/,
    );
    for (const undecided of ['itk::Twofold', 'itk::Image<itk::Twofold>', 'itk::Flat', 'itk::Volume<float>'])
      assert.equal(type(undecided), null, undecided);
  });

  it('follows the members of classes and of their bases', () => {
    const filter = 'itk::Filter<itk::Image<float, 3>>';
    assert.equal(type(`${filter}::Superclass`), 'itk::ImageSource<itk::Image<float,3>>');
    assert.equal(type(`${filter}::OutputImageType::PixelType`), 'float');
    assert.equal(type(`itk::Vec<float, ${filter}::OutputDimension>`), 'itk::Vec<float,3>');
    assert.equal(type('itk::Image<float,2>::Self'), 'itk::Image<float,2>');
    assert.equal(type('itk::Image<float,2>::Nothing'), null);
  });

  it('finds the bases with their exact arguments', () => {
    const [f2, d3] = ['itk::Image<float,2>', 'itk::Image<double,3>'];
    assert.deepEqual(bases(`itk::CastFilter<${d3}, ${f2}>`), [
      `itk::FunctorFilter<${d3},${f2},itk::Functor::Cast<double,double>>`,
    ]);
    assert.deepEqual(bases(`itk::SliceFilter<${d3}>`), [`itk::Filter<${d3},itk::Image<double,2>>`]);
    assert.deepEqual(bases('Outer'), ['itk::Object']);
    assert.deepEqual(bases('itk::Object'), []);
  });

  it('takes an explicit specialization, and decides nothing if a partial one may fit', () => {
    assert.equal(type('itk::NumericTraits<float>::RealType'), 'double');
    assert.equal(type('itk::NumericTraits<short>::RealType'), 'short');
    assert.equal(type('itk::NumericTraits<itk::Image<float,2>>::RealType'), 'itk::Image<float,2>');
    assert.equal(type('itk::NumericTraits<itk::Vec<float>>::RealType'), null);
  });

  it('decides nothing for what it cannot read, and ends', () => {
    assert.equal(type('itk::Loop<int>::A'), null);
    assert.equal(type('itk::Pack<int, float>'), null);
    assert.equal(type('itk::Unknown<int>'), null);
    assert.equal(type('itk::Image<float, 2, 3>'), null);
    assert.equal(type('itk::Image'), null);
    assert.equal(bases('itk::Odd<int>'), null);
    assert.equal(type('itk::Endless<int>::Missing'), null);
  });
});
