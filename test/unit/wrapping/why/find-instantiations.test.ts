import assert from 'node:assert/strict';
import { classNameOf } from '../../../../server/src/build/inputs/castxml-cxx';
import { InstantiationSearch } from '../../../../server/src/wrapping/why/find-instantiations';
import { pythonSpelling } from '../../../../server/src/wrapping/why/python-types';

const one = (name: string, cppType: string) => ({
  name,
  cppType,
  className: classNameOf(cppType),
  origin: null,
});

describe('the search for instantiations', () => {
  const search = new InstantiationSearch([
    {
      name: 'itkImage',
      module: 'ITKCommon',
      instantiations: [
        one('itkImageF2', 'itk::Image< float,2 >'),
        one('itkImageF3', 'itk::Image< float,3 >'),
        one('itkImageF2_Pointer', 'itk::Image< float,2 >::Pointer'),
      ],
    },
    {
      name: 'itkMedianImageFilter',
      module: 'ITKSmoothing',
      instantiations: [
        one(
          'itkMedianImageFilterIF2IF2',
          'itk::MedianImageFilter< itk::Image< float,2 >, itk::Image< float,2 > >',
        ),
        one(
          'itkMedianImageFilterISS3ISS3',
          'itk::MedianImageFilter< itk::Image< signed short,3 >, itk::Image< signed short,3 > >',
        ),
      ],
    },
  ]);
  const names = (text: string, limit = 10): string[] => search.find(text, limit).map(({ name }) => name);

  it('finds all words, in the alias, the C++ type or the Python expression, shorter names first', () => {
    assert.deepEqual(names('image 2'), ['itkImageF2', 'itkMedianImageFilterIF2IF2']);
    assert.deepEqual(names('MEDIAN itk.ss'), ['itkMedianImageFilterISS3ISS3']);
    assert.deepEqual(names('itk.medianimagefilter[itk.image[itk.f,2]'), ['itkMedianImageFilterIF2IF2']);
    assert.deepEqual(names('', 1), ['itkImageF2']);
    assert.deepEqual(names('nothing'), []);
    assert.equal(search.count, 4);
  });

  it('finds exactly what a whole expression, C++ type, alias or message means', () => {
    assert.deepEqual(names('itk.Image[itk.F, 2]'), ['itkImageF2']);
    assert.deepEqual(names('itk::Image<float, 3>'), ['itkImageF3']);
    assert.deepEqual(names('itkImageF3'), ['itkImageF3']);
    assert.deepEqual(names('itk.MedianImageFilter is not wrapped for input type `itk.Image[itk.F,2]`.'), [
      'itkMedianImageFilterIF2IF2',
    ]);
  });

  it('finds one among 40,000', () => {
    const many = Array.from({ length: 40_000 }, (_, n) =>
      one(`itkFoo${n}`, `itk::Foo< itk::Image< float,${n} > >`),
    );
    const large = new InstantiationSearch([{ name: 'itkFoo', module: 'M', instantiations: many }]);
    assert.deepEqual(
      large.find('foo 39999', 5).map(({ name }) => name),
      ['itkFoo39999'],
    );
  });
});

describe('pythonSpelling', () => {
  it('writes types as Python does, and leaves what Python does not have', () => {
    for (const [cppType, python] of [
      ['itk::Image< float,2 >', 'itk.Image[itk.F,2]'],
      ['itk::Image< signed short,2 >', 'itk.Image[itk.SS,2]'],
      ['itk::VectorImage< std::complex< double >,3 >', 'itk.VectorImage[itk.complex[itk.D],3]'],
      ['itk::Statistics::Histogram< double >', 'itk.Histogram[itk.D]'],
      ['itk::Object', 'itk.Object'],
      ['unsigned char', 'itk.UC'],
      ['long double', 'itk.LD'],
      ['vnl_matrix< double >', 'vnl_matrix< double >'],
    ] as const)
      assert.equal(pythonSpelling(cppType), python);
  });
});
