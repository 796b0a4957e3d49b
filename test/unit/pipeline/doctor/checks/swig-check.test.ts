import assert from 'node:assert/strict';
import { swigCheck } from '../../../../../server/src/pipeline/doctor/checks/swig-check';
import type { Tools } from '../../../../../server/src/pipeline/doctor/tools/tool-facts';
import { buildOf } from '../../../../support/build';
import { diskOf, runCheck, tools } from '../../../../support/doctor';

const withSwig = (version: string, python = '3.11.2'): Tools => ({
  ...tools,
  swig: { ...tools.swig, version },
  python: { ...tools.python, version: python },
});
const limited = buildOf('/b', {}, { source: '/s', cache: new Map([['ITK_USE_PYTHON_LIMITED_API', 'ON']]) });
const plain = buildOf('/b', {}, { source: '/s' });
const SWIG_CMAKE = '/s/Wrapping/Generators/SwigInterface/CMakeLists.txt';
const PYTHON_CMAKE = '/s/Wrapping/Generators/Python/CMakeLists.txt';

describe('the check of SWIG', () => {
  it('compares with the minimum that the sources name', async () => {
    const disk = diskOf({ [SWIG_CMAKE]: 'set(swig_version_min 4.3.0)' });
    const { found } = await runCheck(swigCheck, { build: plain, disk, tools: withSwig('4.2.1') });
    assert.deepEqual(found, [
      'error: SWIG 4.2.1 is too old: these sources need 4.3.0 or newer, and CMake stops without it.',
    ]);
    assert.deepEqual((await runCheck(swigCheck, { build: plain, disk, tools: withSwig('4.3.0') })).found, []);
  });

  it('knows which versions fit the stable ABI', async () => {
    const disk = diskOf({ [PYTHON_CMAKE]: 'PyInit_ PyModule_FromDefAndSpec' });
    const found = async (version: string): Promise<string> =>
      (await runCheck(swigCheck, { build: limited, disk, tools: withSwig(version) })).found.join('\n');
    assert.match(await found('4.1.1'), /^error: SWIG 4\.1\.1 does not fit Python’s stable ABI/);
    assert.match(await found('4.4.0'), /^warning: SWIG 4\.4\.0 does not fit Python’s stable ABI/);
    for (const good of ['4.2.0', '4.3.1', '4.4.1']) assert.equal(await found(good), '', good);
    assert.deepEqual((await runCheck(swigCheck, { build: plain, tools: withSwig('4.1.1') })).found, []);
  });

  it('knows that sources that initialize modules in one phase need SWIG before 4.4', async () => {
    const disk = diskOf({ [PYTHON_CMAKE]: 'PyInit_${group}Python()' });
    const { found } = await runCheck(swigCheck, { build: plain, disk, tools: withSwig('4.4.1') });
    assert.match(found.join(), /^error: SWIG 4\.4\.1 is too new for these sources\./);
    assert.deepEqual((await runCheck(swigCheck, { build: plain, disk, tools: withSwig('4.3.1') })).found, []);
    const both = diskOf({
      [PYTHON_CMAKE]: 'PyInit_',
      '/s/Wrapping/Generators/Python/main_module_ext.i.in': 'PyModule_FromDefAndSpec',
    });
    assert.deepEqual(
      (await runCheck(swigCheck, { build: plain, disk: both, tools: withSwig('4.4.1') })).found,
      [],
    );
  });

  it('warns about a Python that is newer than SWIG', async () => {
    const { found } = await runCheck(swigCheck, { tools: withSwig('4.3.1', '3.14.0') });
    assert.match(found.join(), /^warning: SWIG 4\.3\.1 does not fit Python 3\.14\.0\./);
  });

  it('says that it is missing', async () => {
    const swig = { file: null, version: null, problem: 'there is no swig on PATH' };
    assert.deepEqual((await runCheck(swigCheck, { tools: { ...tools, swig } })).found, [
      'error: SWIG is missing.',
    ]);
  });
});
