import assert from 'node:assert/strict';
import { isNeverWrapped } from '../../../../server/src/wrapping/types/never-wrapped';

describe('isNeverWrapped', () => {
  it('knows what igenerator does not report', () => {
    for (const text of [
      'itk::ImageRegion<3>',
      'itk::Functor::Cast<int,float>',
      'itk::ImageRegionIterator<itk::Image<float,2>>',
      'itk::InterpolateImageFunction<itk::Image<float,2>,double>',
      'itk::SmartPointer<itk::Image<float,2>>',
      'itk::SmartPointer<itk::Mesh<float,2> const>',
      'itk::Image<itk::CovariantVector<double,3>,3>',
    ])
      assert.ok(isNeverWrapped(text), text);
  });

  it('leaves all other types', () => {
    for (const text of [
      'itk::Image<float,2>',
      'itk::SmartPointer<itk::Mesh<float,2>>',
      'itk::SmartPointer<itk::Object>',
      'itk::FunctorBase',
    ])
      assert.ok(!isNeverWrapped(text), text);
  });
});
