import assert from 'node:assert/strict';
import { remoteCheck } from '../../../../../server/src/pipeline/doctor/checks/remote-check';
import type { RemoteView } from '../../../../../server/src/pipeline/doctor/remote-view';
import { runCheck } from '../../../../support/doctor';

const view: RemoteView = { address: 'http://cache:9090/', status: 404, problem: null, seconds: 0.12 };
const look = (changes: Partial<RemoteView>) =>
  runCheck(remoteCheck, { remote: () => Promise.resolve({ ...view, ...changes }) });

describe('the check of the remote', () => {
  it('is content with a remote that has no such entry, and without one', async () => {
    assert.deepEqual(await look({}), {
      summary: 'http://cache:9090/: answers 404 in 0.1 s',
      found: [],
      findings: [],
    });
    assert.deepEqual((await runCheck(remoteCheck)).found, []);
  });

  it('tells no answer, refused credentials and another server apart', async () => {
    assert.match(
      (await look({ status: null, problem: 'ECONNREFUSED' })).found.join(),
      /^warning: The remote does not answer\. /,
    );
    assert.match((await look({ status: 401 })).found.join(), /^warning: The remote refuses the credentials/);
    assert.match(
      (await look({ status: 502 })).found.join(),
      /^warning: The remote does not answer like a cache/,
    );
    assert.match(
      (await look({ address: '', status: null, problem: 'no' })).found.join(),
      /^warning: The setting/,
    );
  });
});
