import assert from 'node:assert/strict';
import { compilerCheck } from '../../../../../server/src/pipeline/doctor/checks/compiler-check';
import { runCheck, tools } from '../../../../support/doctor';

describe('the check of the compiler', () => {
  it('names it', async () => {
    assert.deepEqual(await runCheck(compilerCheck), {
      summary: '12.2.0, GCC, /usr/bin/c++',
      found: [],
      findings: [],
    });
  });

  it('says that it is missing', async () => {
    const compiler = { file: '/gone/c++', version: null, family: null, problem: 'there is no such file' };
    const { found, findings } = await runCheck(compilerCheck, { tools: { ...tools, compiler } });
    assert.deepEqual(found, ['error: The C++ compiler is missing.']);
    assert.deepEqual(findings[0]!.evidence, ['/gone/c++: there is no such file']);
  });
});
