import assert from 'node:assert/strict';
import { MangledNames } from '../../../../server/src/wrapping/why/mangled-names';

const VARIABLES = new Map([
  ['ITKT_F', 'float'],
  ['ITKM_F', 'F'],
  ['ITKT_SS', 'signed short'],
  ['ITKM_SS', 'SS'],
  ['ITKT_VF2', 'itk::Vector< float,2 >'],
  ['ITKM_VF2', 'VF2'],
  ['ITKT_IF2', 'itk::Image< float,2 >'],
  ['ITKM_IF2', 'IF2'],
  ['ITKT_IVF22', 'itk::Image< itk::Vector< float,2 >,2 >'],
  ['ITKM_IVF22', 'IVF22'],
  ['ITKT_UNNAMED', 'int'],
]);

describe('names of template arguments in a .wrap file', () => {
  const names = new MangledNames(VARIABLES);
  const both = (cppType: string): string[] => [names.referenceTo(cppType), names.typeReference(cppType)];

  it('are ITK’s variables, however the type is spelled', () => {
    assert.deepEqual(both('itk::Image<float, 2>'), ['${ITKM_IF2}', '${ITKT_IF2}']);
    assert.deepEqual(both('short'), ['${ITKM_SS}', '${ITKT_SS}']);
  });

  it('are composed as ITK composes them if there is no variable for the whole type', () => {
    assert.deepEqual(both('itk::Image< short, 4 >'), ['ISS4', 'itk::Image< ${ITKT_SS}, 4 >']);
    assert.deepEqual(both('itk::Image< itk::Vector< short, 3 >, 4 >'), [
      'IVSS34',
      'itk::Image< itk::Vector< ${ITKT_SS}, 3 >, 4 >',
    ]);
  });

  it('are the number, or begin with the name of a class that ITK has no variable for', () => {
    assert.deepEqual(both('5'), ['5', '5']);
    assert.deepEqual(both('itk::Matrix< float, 5, 5 >'), ['MatrixF55', 'itk::Matrix< ${ITKT_F}, 5, 5 >']);
    assert.deepEqual(both('int'), ['int', 'int']);
  });
});
