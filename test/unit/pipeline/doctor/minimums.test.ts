import assert from 'node:assert/strict';
import { minimumOf } from '../../../../server/src/pipeline/doctor/minimums';
import { diskOf } from '../../../support/doctor';

const SWIG_CMAKE = '/s/Wrapping/Generators/SwigInterface/CMakeLists.txt';

describe('minimumOf', () => {
  it('reads the sources', async () => {
    const disk = diskOf({ [SWIG_CMAKE]: 'set(swig_version_min 4.9.0)' });
    assert.deepEqual(await minimumOf({ source: '/s', itkVersion: '6.0.0' }, 'swig', disk), {
      version: '4.9.0',
      source: SWIG_CMAKE,
    });
  });

  it('knows releases only if the sources are not there', async () => {
    assert.equal(
      (await minimumOf({ source: '/s', itkVersion: '6.0.1' }, 'swig', diskOf()))?.version,
      '4.3.0',
    );
    assert.equal(await minimumOf({ source: '/s', itkVersion: '5.4.7' }, 'swig', diskOf()), null);
    assert.equal(
      await minimumOf({ source: '/s', itkVersion: '6.0.0' }, 'swig', diskOf({ '/s/a': '' })),
      null,
    );
    assert.equal(await minimumOf(null, 'swig', diskOf()), null);
  });
});
