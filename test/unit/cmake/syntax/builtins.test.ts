import assert from 'node:assert/strict';
import { builtinSignature } from '../../../../server/src/cmake/syntax/builtins';

describe('CMake’s own commands', () => {
  it('have a signature and a summary, in any case', () => {
    assert.deepEqual(builtinSignature('UNSET'), {
      parameters: ['variable'],
      summary: 'Takes a variable away.',
    });
  });

  it('are not what every object has', () => {
    for (const name of ['constructor', 'toString', '__proto__']) assert.equal(builtinSignature(name), null);
  });
});
