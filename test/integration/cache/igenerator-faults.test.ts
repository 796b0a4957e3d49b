import assert from 'node:assert/strict';
import fs from 'node:fs';
import { runProcess } from '../../../server/src/host/process';
import { verifyRoot } from '../../../server/src/cache/storage/verify';
import { ERRNOS, FaultyFs, type Fault } from './faults';
import { IgeneratorFixture } from './igenerator-fixture';

/*
 * A store never fails a build. File-system calls of a run of igenerator are made to fail, one at a time. The files, the
 * messages and the exit code must be those of igenerator itself, and nothing that a failure leaves may make a later run stale.
 *   ITK_WRAPPING_FAULTS=all   every call; otherwise a part of them
 */
const STEP = process.env.ITK_WRAPPING_FAULTS === 'all' ? 1 : 53;
const MODULE = 'ITKThresholding';

describe('file-system faults in a run of igenerator', function () {
  this.timeout(3_600_000);
  let fixture: IgeneratorFixture;
  before(async () => (fixture = await IgeneratorFixture.create()));
  after(() => fixture.dispose());

  const states: Record<string, { outcome: string; prepare: () => void }> = {
    'a hit': { outcome: 'hit', prepare: () => undefined },
    'a changed type': {
      outcome: 'miss',
      prepare: () => fixture.choose('one', 'itkThresholdImageFilter', 'more'),
    },
  };

  for (const [name, { outcome, prepare }] of Object.entries(states))
    it(`cost at most a run of igenerator itself: ${name}`, async () => {
      fixture.choose('one', 'itkThresholdImageFilter', 'plain');
      await fixture.check('one', MODULE);
      prepare();
      const aside = fixture.path('aside');
      fs.rmSync(aside, { recursive: true, force: true });
      fs.cpSync(fixture.store, aside, { recursive: true, preserveTimestamps: true });
      const calls = await runWith({ at: -1, code: '' }, outcome);
      assert.ok(calls > 100, `only ${calls} calls`);
      for (const lasting of [false, true])
        for (let at = Number(lasting); at < calls; at += lasting ? STEP * 5 : STEP) {
          fs.rmSync(fixture.store, { recursive: true, force: true });
          fs.cpSync(aside, fixture.store, { recursive: true, preserveTimestamps: true });
          await runWith({ at, code: ERRNOS[at % ERRNOS.length]!, lasting });
          // The failure has left nothing that a later run trusts.
          clean();
          await fixture.check('one', MODULE);
        }
      fixture.warnings.length = 0;
      assert.deepEqual((await verifyRoot(fixture.root)).problems, []);
    });

  async function runWith(fault: Fault, expected?: string): Promise<number> {
    const stderr: Buffer[] = [];
    const faulty = new FaultyFs();
    faulty.arm(fault);
    const result = await fixture
      .run(
        fixture.invocation('one', MODULE),
        { onOutput: (stream, chunk) => void (stream === 'stderr' && stderr.push(chunk)) },
        { runProcess: faulty.sparing(runProcess) },
      )
      .finally(() => faulty.restore());
    const { calls } = faulty;
    const say = `${fault.code} at call ${fault.at} (${faulty.failed}), ${result.outcome}`;
    // Folders that could not be removed may stay.
    clean();
    const cached = result.outcome === 'hit' || result.outcome === 'miss';
    const left = fixture.left('one', MODULE, {
      stderr: cached ? result.stderr : Buffer.concat(stderr),
      exitCode: result.exitCode,
    });
    assert.deepEqual(left, fixture.real('one', MODULE), say);
    if (expected) assert.equal(result.outcome, expected, say);
    return calls;
  }

  function clean(): void {
    for (const name of ['Typedefs', 'Generators/Python/itk-pkl']) {
      const folder = fixture.path(`one/build/Wrapping/${name}`);
      for (const left of fs.readdirSync(folder))
        if (left.endsWith('.tmp')) fs.rmSync(`${folder}/${left}`, { recursive: true });
    }
  }
});
