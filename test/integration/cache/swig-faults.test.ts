import assert from 'node:assert/strict';
import fs from 'node:fs';
import { evict } from '../../../server/src/cache/storage/evict';
import { cacheStats } from '../../../server/src/cache/storage/store-summary';
import { verifyRoot } from '../../../server/src/cache/storage/verify';
import type { ProcessRunner } from '../../../server/src/host/process';
import { ERRNOS, FaultyFs, type Fault } from './faults';
import { SwigFixture } from './swig-fixture';

/*
 * A store never fails a build. Each file-system call of a run of SWIG is made to fail, one at a time. The outputs, the
 * messages and the exit code must be those of SWIG itself, and nothing that a failure leaves may make a later run stale.
 *   ITK_WRAPPING_FAULTS=all   every errno at every call, for some minutes; otherwise each errno in turn
 */
const EVERY = process.env.ITK_WRAPPING_FAULTS === 'all';

describe('file-system faults in a run of SWIG', function () {
  this.timeout(600_000);
  let fixture: SwigFixture;
  let faulty: FaultyFs;
  beforeEach(() => {
    fixture = new SwigFixture();
    faulty = new FaultyFs();
  });
  afterEach(() => {
    faulty.restore();
    fixture.dispose();
  });

  /** The calls of SWIG itself do not fail. */
  const runProcess: ProcessRunner = (request) => faulty.sparing((one) => fixture.double.run(one))(request);
  const options = () => ({ runProcess, roots: [fixture.store, fixture.path('second')] });

  const STATES: Record<string, { prepare: () => Promise<unknown>; outcome: string }> = {
    'a cold run': { prepare: () => Promise.resolve(), outcome: 'miss' },
    'a hit': { prepare: () => fixture.run(undefined, options()), outcome: 'hit' },
    'a changed input': {
      prepare: async () => {
        await fixture.run(undefined, options());
        fixture.write('one/src/second/base.i', 'struct Base { int other; };\n');
      },
      outcome: 'miss',
    },
  };

  for (const [name, { prepare, outcome }] of Object.entries(STATES))
    it(`cost at most a miss in ${name}`, async () => {
      await prepare();
      const aside = fixture.path('aside');
      const put = (from: string, to: string): void => {
        for (const part of ['store', 'second', 'one']) {
          fs.rmSync(`${to}/${part}`, { recursive: true, force: true });
          if (fs.existsSync(`${from}/${part}`))
            fs.cpSync(`${from}/${part}`, `${to}/${part}`, { recursive: true, preserveTimestamps: true });
        }
      };
      put(fixture.dir, aside);
      const calls = await runWith({ at: -1, code: '' }, outcome);
      assert.ok(calls > 20, `only ${calls} calls`);
      for (const lasting of [false, true])
        for (let at = 0; at < calls; at++)
          for (const code of EVERY ? ERRNOS : [ERRNOS[(at + Number(lasting)) % ERRNOS.length]!]) {
            if (!EVERY && at % (lasting ? 8 : 2)) continue;
            put(aside, fixture.dir);
            await runWith({ at, code, lasting });
            // The failure has left nothing that a later run trusts.
            if (at % 7 === 0) fixture.write('one/src/second/deep/deepest.i', `int deep${at};\n`);
            const later = await fixture.act(undefined, { roots: options().roots });
            fixture.check(fixture.invocation(), later, `after ${code} at call ${at}`, { leftovers: true });
          }
    });

  async function runWith(fault: Fault, expected?: string): Promise<number> {
    const invocation = fixture.invocation();
    for (const file of Object.values(fixture.outputs(invocation))) fs.rmSync(file, { force: true });
    fixture.warnings.length = 0;
    faulty.arm(fault);
    const result = await fixture.act(invocation, options()).finally(() => faulty.disarm());
    const { calls } = faulty;
    const say = `${fault.code} at call ${fault.at}${fault.lasting ? ' and after' : ''} (${faulty.failed}), ${result.outcome}`;
    fixture.check(invocation, result, say, {
      leftovers: fault.lasting === true || /rm|unlink/.test(faulty.failed ?? ''),
    });
    if (expected) assert.equal(result.outcome, expected);
    return calls;
  }

  it('never lead to a false hit', async () => {
    await fixture.run(undefined, options());
    fixture.write('one/src/second/deep/deepest.i', 'int deep;\n');
    fixture.write('one/src/first/base.i', 'int shadow;\n');
    const aside = fixture.path('aside');
    fs.cpSync(fixture.store, aside, { recursive: true, preserveTimestamps: true });
    for (let at = 0, calls = 1; at < calls; at += 2) {
      for (const part of ['store', 'second']) fixture.remove(part);
      fs.cpSync(aside, fixture.store, { recursive: true, preserveTimestamps: true });
      faulty.arm({ at, code: ERRNOS[at % ERRNOS.length]! });
      const { outcome } = await fixture.act(undefined, options()).finally(() => faulty.disarm());
      calls = Math.max(calls, faulty.calls);
      assert.notEqual(outcome, 'hit', `call ${at} (${faulty.failed})`);
    }
  });

  it('do not stop stats, verify and evict', async () => {
    await fixture.run();
    const commands = [
      () => Promise.resolve(cacheStats([fixture.root], 1)),
      () => verifyRoot(fixture.root),
      () => Promise.resolve(evict([fixture.root], { maxBytes: 2 ** 30, nowMs: Date.now(), force: true })),
    ];
    for (const command of commands)
      for (let at = 0, calls = 1; at < calls; at++) {
        faulty.arm({ at, code: ERRNOS[at % ERRNOS.length]! });
        await command().finally(() => faulty.disarm());
        calls = Math.max(calls, faulty.calls);
      }
    assert.deepEqual((await verifyRoot(fixture.root)).problems, []);
  });
});
