import assert from 'node:assert/strict';
import fs from 'node:fs';
import { cacheStats } from '../../../server/src/cache/storage/store-summary';
import { evict } from '../../../server/src/cache/storage/evict';
import { verifyRoot } from '../../../server/src/cache/storage/verify';
import { encodePath } from '../../../server/src/cache/inputs/path-bytes';
import type { Invocation, RunResult } from '../../../server/src/cache/api';
import { HitFinder } from '../../../server/src/cli/resident/hit-finder';
import type { ProcessRunner } from '../../../server/src/host/process';
import { ERRNOS, FaultyFs, type Fault } from './faults';
import { Fixture } from './fixture';

/*
 * A store never fails a build. Each file-system call of a run is made to fail, one at a time, with every plausible errno.
 * castxml's XML and exit code must be those of a run without a cache, with at most one warning. A failure must never make a
 * later run restore a stale XML.
 *   ITK_WRAPPING_FAULTS=all   every errno at every call, for some minutes; otherwise each errno in turn
 */
const EVERY = process.env.ITK_WRAPPING_FAULTS === 'all';

describe('file-system faults', function () {
  this.timeout(600_000);
  let fixture: Fixture;
  let faulty: FaultyFs;
  beforeEach(() => {
    fixture = new Fixture();
    faulty = new FaultyFs();
  });
  afterEach(() => {
    faulty.restore();
    fixture.dispose();
  });

  /** The calls of castxml and of the test itself do not fail. */
  const runProcess: ProcessRunner = (request) => faulty.sparing((one) => fixture.runner.run(one))(request);
  const options = () => ({ runProcess, roots: [fixture.store, fixture.path('second')] });

  /** States of the store that lead a run to each of its tiers. */
  const TIERS: Record<string, { prepare: () => Promise<void>; outcome: string }> = {
    'a cold run': { prepare: () => Promise.resolve(), outcome: 'miss' },
    'an L1 hit': {
      prepare: async () => void (await fixture.run(undefined, options())),
      outcome: 'hit-l1',
    },
    'a portable hit': {
      prepare: async () => {
        await fixture.run(undefined, options());
        fixture.remove('store/l1');
      },
      outcome: 'hit-portable',
    },
    'an L1 hit of the resident server': {
      prepare: async () => void (await fixture.run(undefined, options())),
      outcome: 'hit-l1',
    },
    'a portable hit of the resident server': {
      prepare: async () => {
        await fixture.run(undefined, options());
        fixture.remove('store/l1');
      },
      outcome: 'hit-portable',
    },
    'an L2 hit': {
      prepare: async () => {
        await fixture.run(undefined, options());
        for (const part of ['l1', 'p1']) fixture.remove(`store/${part}`);
      },
      outcome: 'hit-l2',
    },
    'a changed header': {
      prepare: async () => {
        await fixture.run(undefined, options());
        fixture.write('one/src/second/sub/deep.h', 'int deep = 3;\n');
      },
      outcome: 'miss',
    },
  };

  for (const [name, { prepare, outcome }] of Object.entries(TIERS))
    it(`cost at most a miss and one warning in ${name}`, async () => {
      await prepare();
      const before = copyOf(fixture);
      const through = name.endsWith('server') ? throughServer : throughLauncher;
      const runWith = (fault: Fault, expected?: string): Promise<number> =>
        runFaulty(through, fault, expected);
      const calls = await runWith({ at: -1, code: '' }, outcome);
      assert.ok(calls > 20, `only ${calls} calls`);
      for (const lasting of [false, true])
        for (let at = 0; at < calls; at++)
          // Uses each errno in turn, because all of them for each call take minutes.
          for (const code of EVERY ? ERRNOS : [ERRNOS[(at + Number(lasting)) % ERRNOS.length]!]) {
            if (lasting && at % 4 && !EVERY) continue;
            before.putBack();
            await runWith({ at, code, lasting });
            if (at % 7 === 0) {
              // The failure has left nothing that a later run trusts.
              fixture.write('one/src/second/sub/deep.h', `int deep = ${at};\n`);
              await fixture.run(undefined, { roots: options().roots });
            }
          }
    });

  type Way = (invocation: Invocation) => Promise<Pick<RunResult, 'outcome' | 'exitCode'>>;

  const throughLauncher: Way = (invocation) => fixture.open(options()).run(invocation);

  /** The server's part of a hit, and what its client does then: it renames the file, or runs the launcher. */
  const throughServer: Way = async (invocation) => {
    const environment = { ...fixture.environment, ITK_WRAP_CACHE: options().roots.join(':') };
    const { castxml, args, cwd } = invocation;
    const finder = new HitFinder();
    const hit = await finder
      .find('castxml', {
        kind: 'run',
        token: '',
        launcher: '',
        umask: 0o022,
        args: [castxml, ...args],
        cwd,
        environment,
      })
      .catch(() => null);
    try {
      if (!hit) return await throughLauncher(invocation);
      for (const { from, to } of hit.moves) fs.renameSync(encodePath(from), encodePath(to));
      hit.count();
      return { outcome: hit.outcome as RunResult['outcome'], exitCode: 0 };
    } catch {
      hit?.discard();
      return await throughLauncher(invocation);
    } finally {
      finder.flush();
    }
  };

  async function runFaulty(through: Way, fault: Fault, expected?: string): Promise<number> {
    const invocation = fixture.invocation();
    const output = fixture.path('one/build/in/T.xml');
    fs.rmSync(output, { force: true });
    fixture.warnings.length = 0;
    faulty.arm(fault);
    const result = await through(invocation).finally(() => faulty.disarm());
    const { calls } = faulty;
    const say = `${fault.code} at call ${fault.at}${fault.lasting ? ' and after' : ''} (${faulty.failed}), ${result.outcome}`;
    assert.equal(result.exitCode, 0, say);
    assert.equal(
      fs.readFileSync(output, 'utf8'),
      fixture.fresh(invocation).toString(),
      `${say}: another XML`,
    );
    assert.ok(fixture.warnings.length <= 1, `${say}: ${fixture.warnings.join('\n')}`);
    if (expected) assert.equal(result.outcome, expected);
    return calls;
  }

  it('never turn into a false hit in a verdict', async () => {
    await fixture.run(undefined, options());
    fixture.write('one/src/second/sub/deep.h', 'int deep = 3;\n');
    // Includes a new file that shadows a header: a failure to list it must not count as its absence.
    fixture.write('one/src/first/version.h', 'int version = 8;\n');
    for (let at = 0, calls = 1; at < calls; at++)
      for (const code of ERRNOS) {
        const cache = fixture.open(options());
        faulty.arm({ at, code });
        const verdict = await cache.inspect(fixture.invocation()).finally(() => faulty.disarm());
        calls = Math.max(calls, faulty.calls);
        assert.equal(verdict.state, 'miss', `${code} at call ${at} (${faulty.failed})`);
      }
  });

  it('do not stop stats, verify and evict', async () => {
    await fixture.run();
    await fixture.run();
    const commands = [
      () => Promise.resolve(cacheStats([fixture.root], 1)),
      () => verifyRoot(fixture.root),
      () => Promise.resolve(evict([fixture.root], { maxBytes: 2 ** 30, nowMs: Date.now(), force: true })),
    ];
    for (const command of commands)
      for (const lasting of [false, true])
        for (let at = 0, calls = 1; at < calls; at++) {
          faulty.arm({ at, code: ERRNOS[at % ERRNOS.length]!, lasting });
          await command().finally(() => faulty.disarm());
          calls = Math.max(calls, faulty.calls);
        }
    assert.deepEqual((await verifyRoot(fixture.root)).problems, []);
  });
});

/** Copies the current store and headers, so that they can be restored. */
function copyOf(fixture: Fixture): { putBack: () => void } {
  const aside = fixture.path('aside');
  const parts = ['store', 'second', 'one/src'];
  for (const part of parts)
    if (fs.existsSync(fixture.path(part)))
      fs.cpSync(fixture.path(part), `${aside}/${part}`, { recursive: true, preserveTimestamps: true });
  return {
    putBack: () => {
      for (const part of parts) {
        fixture.remove(part);
        if (fs.existsSync(`${aside}/${part}`))
          fs.cpSync(`${aside}/${part}`, fixture.path(part), { recursive: true, preserveTimestamps: true });
      }
    },
  };
}
