import assert from 'node:assert/strict';
import path from 'node:path';
import { wrappedTypes } from '../../../../server/src/wrapping/diagnostics/findings/instantiations/wrapped-types';
import { WorkspaceIndex } from '../../../../server/src/wrapping/index/workspace-index';
import { missingParts, missingPartText } from '../../../../server/src/wrapping/why/missing-parts';

const HEADERS: Record<string, string> = {
  itkObject: 'class Object {};',
  itkImageBase: 'template <unsigned int D> class ImageBase : public Object {};',
  itkImage: 'template <typename T, unsigned int D> class Image : public ImageBase<D> {};',
  itkSource: 'template <typename TOut> class Source : public Object {};',
  itkFilter: 'template <typename TIn, typename TOut> class Filter : public Source<TOut> {};',
  itkAbs: 'template <typename T> class Abs {};',
  itkUnary: 'template <typename TIn, typename TFunctor> class Unary : public Filter<TIn, TIn> {};',
};
const ALWAYS = [
  'itk::Object',
  'itk::Image< float,2 >',
  'itk::ImageBase< 2 >',
  'itk::Source< itk::Image< float,2 > >',
];

describe('what an instantiation needs', () => {
  const parse = () => {
    throw new Error('No script is read.');
  };
  const textOf = (file: string): string => `namespace itk\n{\n${HEADERS[path.basename(file, '.h')]}\n}\n`;
  const index = new WorkspaceIndex(parse, undefined, undefined, textOf);
  for (const name of Object.keys(HEADERS)) index.readHeader(`/src/include/${name}.h`);
  const needed = (cppType: string, ...wrapped: string[]): string[] => {
    const made = [...ALWAYS, ...wrapped, cppType].map((one) => ({
      cppType: one,
      className: one.replace(/<.*/, '').trim(),
      module: 'ITKCommon',
    }));
    return missingParts([cppType], index.types(), wrappedTypes(index, made), new Set(['ITKCommon'])).map(
      ({ cppType: part, kind, neededBy }) => `${part} (${kind} of ${neededBy})`,
    );
  };

  it('is nothing if all of it is wrapped', () =>
    assert.deepEqual(needed('itk::Filter< itk::Image< float,2 >, itk::Image< float,2 > >'), []));

  it('is its image, its superclasses, and what these need', () =>
    assert.deepEqual(needed('itk::Filter< itk::Image< double,3 >, itk::Image< double,3 > >'), [
      'itk::Image<double,3> (argument of itk::Filter<itk::Image<double,3>,itk::Image<double,3>>)',
      'itk::ImageBase<3> (superclass of itk::Image<double,3>)',
      'itk::Source<itk::Image<double,3>> (superclass of itk::Filter<itk::Image<double,3>,itk::Image<double,3>>)',
    ]));

  it('is also what a superclass needs that is wrapped along with it', () =>
    assert.deepEqual(
      needed(
        'itk::Filter< itk::Image< float,3 >, itk::Image< float,3 > >',
        'itk::Image< float,3 >',
        'itk::Source< itk::Image< float,3 > >',
      ),
      ['itk::ImageBase<3> (superclass of itk::Image<float,3>)'],
    ));

  it('is no class that is never wrapped, such as a functor', () =>
    assert.deepEqual(
      needed(
        'itk::Unary< itk::Image< float,2 >, itk::Abs< float > >',
        'itk::Filter< itk::Image< float,2 >, itk::Image< float,2 > >',
      ),
      [],
    ));

  it('is nothing if the headers do not decide the type', () =>
    assert.deepEqual(needed('itk::Unknown< itk::Image< float,2 > >'), []));

  it('is told in a sentence', () => {
    const part = {
      cppType: 'itk::ImageBase<3>',
      className: 'itk::ImageBase',
      args: ['3'],
      neededBy: 'itk::Image<float,3>',
    };
    assert.equal(
      missingPartText({ ...part, kind: 'superclass' }),
      'itk::Image<float, 3> needs its superclass itk::ImageBase<3>, which is not wrapped.',
    );
    assert.equal(
      missingPartText({ ...part, kind: 'argument' }),
      'itk::Image<float, 3> needs itk::ImageBase<3>, which is not wrapped.',
    );
  });
});
