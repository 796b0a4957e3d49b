import assert from 'node:assert/strict';
import { enablingOptions } from '../../../../server/src/wrapping/why/enabling-options';

const options = new Map([
  ['ITK_WRAP_IMAGE_DIMS', '2;3'],
  ['ITK_WRAP_VECTOR_COMPONENTS', '2;3'],
  ['ITK_WRAP_double', 'OFF'],
  ['ITK_WRAP_float', 'ON'],
  ['ITK_WRAP_signed_short', 'OFF'],
  ['ITK_WRAP_rgb_unsigned_char', 'OFF'],
  ['ITK_WRAP_unsigned_char', 'ON'],
  ['ITK_WRAP_vector_double', 'OFF'],
]);

describe('options that may wrap a type', () => {
  const changes = (...types: string[]): string[] =>
    enablingOptions(types, options).map(({ name, from, to }) => `${name}: ${from} to ${to}`);

  it('are its pixel type, dimension and number of components', () => {
    assert.deepEqual(changes('itk::Image< double, 4 >'), [
      'ITK_WRAP_double: OFF to ON',
      'ITK_WRAP_IMAGE_DIMS: 2;3 to 2;3;4',
    ]);
    assert.deepEqual(changes('itk::Image< itk::Vector< double, 4 >, 3 >'), [
      'ITK_WRAP_vector_double: OFF to ON',
      'ITK_WRAP_double: OFF to ON',
      'ITK_WRAP_VECTOR_COMPONENTS: 2;3 to 2;3;4',
    ]);
    assert.deepEqual(changes('itk::Image< itk::RGBPixel< unsigned char >, 2 >'), [
      'ITK_WRAP_rgb_unsigned_char: OFF to ON',
    ]);
    assert.deepEqual(changes('itk::Image< short, 2 >'), ['ITK_WRAP_signed_short: OFF to ON']);
  });

  it('are collected over several types', () => {
    assert.deepEqual(changes('itk::Image< float, 4 >', 'itk::Image< float, 5 >'), [
      'ITK_WRAP_IMAGE_DIMS: 2;3 to 2;3;4;5',
    ]);
  });

  it('are none if all are set', () => assert.deepEqual(changes('itk::Image< float, 3 >'), []));
});
