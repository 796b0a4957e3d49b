import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  type LivenessOptions,
  LiveRoots,
  probeByThread,
} from '../../../../server/src/cache/storage/live-roots';
import { Fixture } from '../../../integration/cache/fixture';

const MOUNTS = `21 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 21 0:50 / /lab\\040store rw shared:1 - nfs4 server:/store rw
31 21 0:51 / /lab\\040store/local rw - ext4 /dev/vdb rw
`;

/** The paths of the roots that answer. */
async function liveRoots(roots: readonly string[], options: LivenessOptions): Promise<string[]> {
  return (await new LiveRoots(roots, options).current()).map((root) => root.path);
}

describe('the roots that answer', () => {
  it('probes only roots on a network, and skips those that do not answer', async () => {
    const probed: string[] = [];
    const warnings: string[] = [];
    const roots = ['/home/me/store', '/lab store/itk', '/lab store/local/itk', '/lab store2'];
    const live = await liveRoots(roots, {
      readMounts: () => MOUNTS,
      probe: (root) => {
        probed.push(root);
        return Promise.resolve(false);
      },
      warn: (message) => warnings.push(message),
    });
    assert.deepEqual(probed, ['/lab store/itk']);
    assert.deepEqual(live, ['/home/me/store', '/lab store/local/itk', '/lab store2']);
    assert.equal(warnings.length, 1);
  });

  it('follows links until they reach a network, and no further', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-links-test-'));
    const at = (name: string): string => path.join(folder, name);
    try {
      fs.symlinkSync('/lab store', at('lab'));
      fs.symlinkSync('lab/itk', at('store'));
      fs.symlinkSync(at('round'), at('round'));
      const live = await liveRoots([at('store'), at('lab/x/y'), at('round'), at('absent/store')], {
        readMounts: () => MOUNTS,
        probe: () => Promise.resolve(false),
        warn: () => undefined,
      });
      assert.deepEqual(live, [at('round'), at('absent/store')]);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('lets a run continue without a root that hangs', async () => {
    const fixture = new Fixture();
    try {
      const roots = ['/lab store/itk', fixture.store];
      const liveness = { readMounts: () => MOUNTS, probe: () => Promise.resolve(false) };
      const run = await fixture.run(undefined, { roots, liveness });
      assert.deepEqual([run.outcome, run.root], ['miss', fixture.store]);
      assert.equal((await fixture.run(undefined, { roots, liveness })).outcome, 'hit-l1');
      assert.match(fixture.warnings[0] ?? '', /\/lab store\/itk does not answer/);
    } finally {
      fixture.dispose();
    }
  });

  it('finds a root that answers by a real probe, and ignores a malformed mount table', async () => {
    const warn = (): void => assert.fail('warned');
    const mounts = '1 0 0:1 / /tmp rw - fuse.sshfs x rw\n';
    assert.deepEqual(await liveRoots(['/tmp/x'], { readMounts: () => mounts, warn }), ['/tmp/x']);
    assert.deepEqual(await liveRoots(['/tmp/x'], { readMounts: () => '\0 - \n - - -\n', warn }), ['/tmp/x']);
  });

  it('probes a network root again after a while, and uses it again if it answers', async () => {
    let [nowMs, answers, asked] = [0, true, 0];
    const roots = new LiveRoots(['/lab store/itk', '/home/me/store'], {
      readMounts: () => MOUNTS,
      probe: () => (asked++, Promise.resolve(answers)),
      now: () => nowMs,
      warn: () => undefined,
    });
    const first = await roots.current();
    assert.equal(first.length, 2);
    answers = false;
    assert.equal(await roots.current(), first, 'asked too soon, or another list');
    nowMs = 20_000;
    assert.equal((await roots.current()).length, 1);
    answers = true;
    nowMs = 40_000;
    assert.equal((await roots.current()).length, 2);
    assert.equal(asked, 3);
  });

  it('probes from a thread in the server, which starts no process', async () => {
    assert.equal(await probeByThread('/tmp'), true);
    assert.equal(await probeByThread('/tmp/no/such/folder'), true);
  });
});
