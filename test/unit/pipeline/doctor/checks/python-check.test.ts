import assert from 'node:assert/strict';
import { pythonCheck } from '../../../../../server/src/pipeline/doctor/checks/python-check';
import { buildOf } from '../../../../support/build';
import { diskOf, runCheck, tools } from '../../../../support/doctor';

const buildWith = (cache: Record<string, string>) =>
  buildOf('/b', {}, { source: '/s', cache: new Map(Object.entries(cache)) });

describe('the check of Python', () => {
  it('finds the headers where CMake found them, or where Python names them', async () => {
    const build = buildWith({ _Python3_INCLUDE_DIR: '/opt/include' });
    const disk = diskOf({ '/opt/include/Python.h': '' });
    assert.match((await runCheck(pythonCheck, { build, disk })).summary, /headers in \/opt\/include/);
    assert.match((await runCheck(pythonCheck)).summary, /headers in \/usr\/include\/python3\.11/);
  });

  it('says that Python.h is missing, and where it was looked for', async () => {
    const build = buildWith({ _Python3_INCLUDE_DIR: '/opt/include' });
    const { found, findings } = await runCheck(pythonCheck, { build });
    assert.match(found.join(), /^error: Python\.h is missing/);
    assert.match(findings[0]!.evidence.join(), /\/opt\/include/);
    const python = { ...tools.python, headers: { folder: '/h', present: false } };
    assert.match(
      (await runCheck(pythonCheck, { tools: { ...tools, python } })).found.join(),
      /Python\.h is missing/,
    );
  });

  it('compares with the minimum that the sources name', async () => {
    const disk = diskOf({
      '/s/CMake/ITKSetPython3Vars.cmake': 'set(ITK_WRAP_PYTHON_MINIMUM_VERSION 3.11)',
    });
    const python = { ...tools.python, version: '3.9.2' };
    const { found } = await runCheck(pythonCheck, {
      build: buildWith({}),
      disk,
      tools: { ...tools, python },
    });
    assert.match(found.join(), /^error: Python 3\.9\.2 is too old: these sources need 3\.11 or newer/);
  });

  it('notices that the build was configured for another Python', async () => {
    const build = buildWith({ _Python3_INTERPRETER_PROPERTIES: 'Python;3;10;12;64' });
    assert.match(
      (await runCheck(pythonCheck, { build })).found.join(),
      /configured for Python 3\.10\.12, but its Python is now 3\.11\.2/,
    );
    const same = buildWith({ _Python3_INTERPRETER_PROPERTIES: 'Python;3;11;9;64' });
    assert.deepEqual((await runCheck(pythonCheck, { build: same })).found, []);
  });

  it('says that it is missing, and then nothing of headers', async () => {
    const python = { ...tools.python, file: null, version: null, problem: 'there is no python3 on PATH' };
    assert.deepEqual((await runCheck(pythonCheck, { tools: { ...tools, python } })).found, [
      'error: Python is missing.',
    ]);
  });
});
