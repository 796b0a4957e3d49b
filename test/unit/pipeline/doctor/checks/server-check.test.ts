import assert from 'node:assert/strict';
import { serverCheck } from '../../../../../server/src/pipeline/doctor/checks/server-check';
import type { CheckContext } from '../../../../../server/src/pipeline/doctor/check';
import { runCheck } from '../../../../support/doctor';

const look = (answer: Awaited<ReturnType<CheckContext['servers']>>) =>
  runCheck(serverCheck, { servers: () => Promise.resolve(answer) });

describe('the check of the resident server', () => {
  it('is content with one that answers, or none', async () => {
    assert.deepEqual(
      (await look({ found: [{ pid: 7, answers: true }], problem: null })).summary,
      'process 7 answers',
    );
    assert.match((await look({ found: [], problem: null })).summary, /^none runs/);
  });

  it('says how to end one that does not answer, and why none can run', async () => {
    const silent = await look({ found: [{ pid: 7, answers: false }], problem: null });
    assert.match(silent.found.join(), /^warning: A resident server does not answer/);
    assert.match(silent.findings[0]!.remedy, /itk-wrap cache server stop/);
    assert.match(
      (await look({ found: [], problem: 'others may enter' })).found.join(),
      /^note: No resident server/,
    );
  });
});
