import assert from 'node:assert/strict';
import { leafTemplate, namesOfType } from '../../../../../server/src/cache/igenerator/names/template-names';

describe('the names of a C++ type', () => {
  const names: Record<string, readonly string[]> = {
    'itk::Size<7>': ['Size', 'Size<7>'],
    'itk::Image<itk::Vector<float, 2>, 3>': ['Image', 'Vector', 'Vector<float,2>'],
    'itk::ImageEnums::Kind': ['ImageEnums', 'Kind'],
    'itk::Array<unsigned long>': ['Array', 'Array<long unsigned>'],
    'itk::Array<long unsigned int>': ['Array', 'Array<long unsigned>'],
    'itk::Array<void *>': ['Array'],
    'std::_Deque_alloc<int>': [],
    'std::basic_string<char>': [],
  };
  for (const [type, expected] of Object.entries(names))
    it(type, () => assert.deepEqual([...new Set(namesOfType(type))].sort(), [...expected].sort()));

  it('have one form for all spellings of integers and spaces', () => {
    assert.equal(leafTemplate('A', ' unsigned int,3u '), leafTemplate('A', 'unsigned, 3'));
    assert.equal(leafTemplate('A', 'short'), leafTemplate('A', 'short int'));
    assert.notEqual(leafTemplate('A', 'unsigned short'), leafTemplate('A', 'short'));
    assert.notEqual(leafTemplate('A', '3'), leafTemplate('A', '33'));
  });
});
