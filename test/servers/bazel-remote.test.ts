import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { actionRoundTrip, freePort, listening, roundTrip } from '../integration/cache/remote-servers';

/*
 * `npm run test:bazel-remote`. No package registry has this server, so it cannot be installed automatically. The default
 * suite checks the same properties with nginx and a double that is as strict.
 */
describe('the remote tier on bazel-remote', function () {
  this.timeout(30_000);
  let folder: string;
  let child: ChildProcess | undefined;
  before(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-remote-test-'))));
  after(async () => {
    if (child && child.exitCode === null) {
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('accepts what is sent and returns it', async () => {
    const file = process.env.ITK_WRAPPING_BAZEL_REMOTE ?? '';
    assert.ok(
      fs.existsSync(file),
      'Set ITK_WRAPPING_BAZEL_REMOTE to the bazel-remote binary: CONTRIBUTING.md says where to get it.',
    );
    const [port, grpc] = [await freePort(), await freePort()];
    const args = ['--dir', `${folder}/data`, '--max_size', '1'];
    args.push('--http_address', `127.0.0.1:${port}`, '--grpc_address', `127.0.0.1:${grpc}`);
    child = spawn(file, args, { stdio: 'ignore' });
    await listening(port);
    const remote = { url: `http://127.0.0.1:${port}`, readOnly: false };
    await roundTrip(remote);
    await actionRoundTrip(remote);
  });
});
