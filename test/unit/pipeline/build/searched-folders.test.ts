import assert from 'node:assert/strict';
import { searchedFolders } from '../../../../server/src/pipeline/build/searched-folders';

describe('the folders that SWIG searches', () => {
  it('are its own and those of -I, without those of the build', () => {
    const argv = [
      'swig',
      '-python',
      '-I/s/Generators',
      '-I../Typedefs',
      '-I../../outside',
      '-I/s/Generators',
      'a.i',
    ];
    const step = {
      name: 'a',
      source: '/b/Typedefs/a.i',
      cpp: '/b/M/a.cpp',
      outputs: ['/b/M/a.cpp', '/b/itk/a.py'],
      inputs: [],
    };
    const command = { cwd: '/b/python', env: {}, launcher: [], argv };
    assert.deepEqual(searchedFolders('/b', { ...step, command }), ['/s/Generators', '/outside']);
  });
});
