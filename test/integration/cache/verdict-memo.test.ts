import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Invocation, Verdict } from '../../../server/src/cache/api';
import { VerdictMemo } from '../../../server/src/cache/recall/recalled-verdicts';
import { nextFileTick } from '../../support/file-clock';
import { randomNumbers, seedOf } from '../../support/random';
import { filesUnder, Fixture } from './fixture';

/*
 * Compares the memo that is kept between two starts with a lookup without a memo, after each of a random history of changes
 * to anything that a verdict depends on. Failures are not shrunk, because each round depends on everything that all rounds
 * before it left.
 *   ITK_WRAPPING_MEMO_ROUNDS  the number of changes (default 400)
 *   ITK_WRAPPING_MEMO_SEED    the seed to repeat
 */
const ROUNDS = Number(process.env.ITK_WRAPPING_MEMO_ROUNDS ?? 400);
const SEED = seedOf('ITK_WRAPPING_MEMO_SEED');

describe(`the memo of verdicts between two starts (seed ${SEED})`, function () {
  this.timeout(0);
  let fixture: Fixture;
  /** Whether the verdict came from the memo. */
  let recalled: (Verdict | null)[];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `apply`
  const { recall } = VerdictMemo.prototype;

  beforeEach(() => {
    recalled = [];
    VerdictMemo.prototype.recall = function (...args) {
      const verdict = recall.apply(this, args);
      recalled.push(verdict);
      return verdict;
    };
    // An hour later, no timestamp is too new to prove the content of a file.
    fixture = new Fixture({ now: () => Date.now() + 3_600_000 });
  });

  afterEach(() => {
    VerdictMemo.prototype.recall = recall;
    fixture.dispose();
  });

  const invocation = (tree = 'one'): Invocation => ({
    ...fixture.invocation(`${tree}/build`),
    trees: { source: fixture.path(`${tree}/src`), build: fixture.path(`${tree}/build`) },
  });

  /** A run in another build directory of the same sources, for which the portable index hits. */
  const elsewhere = (): Invocation => ({
    ...fixture.invocation('other/build'),
    trees: { source: fixture.path('one/src'), build: fixture.path('other/build') },
  });

  /** Simulates a new start, whose verdict must equal that of a lookup without a memo. */
  async function start(what: string, asked = invocation(), options = {}): Promise<Verdict> {
    const cold = await fixture.open(options).inspect({ ...asked, contents: new Map() });
    const cache = fixture.open(options);
    recalled = [];
    const warm = await cache.inspect(asked);
    assert.deepEqual(warm, cold, what);
    cache.flush();
    return warm;
  }

  const isRecalled = (): boolean => recalled.length === 1 && recalled[0] !== null;

  it('recalls a hit without reading its manifest', async () => {
    await fixture.run(invocation());
    await nextFileTick();
    assert.equal((await start('the first start')).state, 'hit');
    assert.equal(isRecalled(), false);
    assert.equal((await start('the second start')).state, 'hit');
    assert.equal(isRecalled(), true);
    fixture.write('one/src/second/version.h', 'int version = 8;\n');
    assert.equal((await start('after an edit')).state, 'miss');
    assert.equal(isRecalled(), false);
  });

  it('keeps nothing about files that changed a moment ago', async () => {
    await fixture.run(invocation());
    for (const what of ['the first start', 'the second start']) {
      assert.equal((await start(what, invocation(), { now: Date.now })).state, 'hit');
      assert.equal(isRecalled(), false);
    }
  });

  it('keeps each build separately, and nothing for other roots', async () => {
    fixture.tree('two');
    fixture.write('two/src/second/version.h', 'int version = 2;\n');
    const both = ['one', 'two'].map(invocation);
    for (const asked of both) await fixture.run(asked);
    await nextFileTick();
    for (const asked of both) await start('the first start', asked);
    for (const asked of both) {
      await start('the second start', asked);
      assert.equal(isRecalled(), true);
    }
    const roots = [fixture.path('another-store'), fixture.store];
    await start('another root before it', invocation(), { roots });
    assert.equal(isRecalled(), false);
  });

  it('keeps nothing that was looked up again since, or by a process that runs castxml', async () => {
    await fixture.run(invocation());
    await nextFileTick();
    const cache = fixture.open();
    await cache.inspect(invocation(), { snapshot: cache.snapshot() });
    await cache.explain(invocation(), { snapshot: cache.snapshot() });
    cache.flush();
    await fixture.open().inspect(invocation());
    assert.deepEqual(recalled, [null, null]);
    const running = fixture.open();
    await running.run(invocation());
    await running.inspect(invocation());
    await running.settle();
    running.flush();
    await fixture.open().inspect(invocation());
    assert.equal(recalled.at(-1), null);
  });

  it('keeps a hit of the portable index', async () => {
    fixture.buildTree('one', 'other/build');
    await fixture.run(invocation());
    await nextFileTick();
    assert.equal((await start('the first start', elsewhere())).portable, true);
    assert.equal((await start('the second start', elsewhere())).portable, true);
    assert.equal(isRecalled(), true);
    fixture.write('one/src/first/version.h', 'int version = 8;\n');
    assert.equal((await start('after an edit', elsewhere())).state, 'miss');
  });

  it('ignores a file that is damaged or comes from another machine', async () => {
    await fixture.run(invocation());
    await nextFileTick();
    await start('the first start');
    const name = filesUnder(fixture.store).find((one) => path.basename(one).startsWith('hits-')) ?? '';
    const file = path.join(fixture.store, name);
    const whole = fs.readFileSync(file);
    const random = randomNumbers(SEED);
    for (let round = 0; round < 60; round++) {
      const bytes = Buffer.from(whole);
      const at = random(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 + random(255));
      fs.writeFileSync(file, round % 3 ? bytes : whole.subarray(0, at));
      await start(`byte ${at} is another`);
      fs.writeFileSync(file, whole);
    }
    await start('it is whole again');
    assert.equal(isRecalled(), true);
  });

  it('gives the same verdict as a lookup without a memo, whatever has changed since', async () => {
    const random = randomNumbers(SEED);
    const counts = { recalled: 0, hit: 0, miss: 0 };
    fixture.buildTree('one', 'other/build');
    fixture.write('one/src/first/sub/unrelated.h', '');
    for (let round = 0; round < ROUNDS; round++) {
      await nextFileTick();
      const did = random(4) === 0 ? 'nothing' : change(random);
      await nextFileTick();
      const what = `round ${round}: ${did}, seed ${SEED}`;
      await start(what, elsewhere());
      const verdict = await start(what);
      if (isRecalled()) counts.recalled += 1;
      if (verdict.state === 'hit') counts.hit += 1;
      else {
        counts.miss += 1;
        if (random(2)) await fixture.open().run(invocation());
      }
    }
    for (const [what, count] of Object.entries(counts))
      assert.ok(count > ROUNDS / 20, `${what} in ${JSON.stringify(counts)}: the history tests little`);
  });

  function change(random: (below: number) => number): string {
    const pick = <T>(items: readonly T[]): T => items[random(items.length)]!;
    const header = pick([
      'one/src/second/version.h',
      'one/src/first/common.h',
      'one/src/second/sub/deep.h',
      'one/src/first/sub/deep.h',
      'one/src/first/version.h',
      'one/build/in/common.h',
      'one/src/first/sub/unrelated.h',
    ]);
    const file = fixture.path(header);
    const stored = filesUnder(fixture.store).filter((name) => /^(?:l1|l2|p1|_binhash)|\/index-/.test(name));
    const changes: Record<string, () => void> = {
      'write a header': () => void fixture.write(header, `int x${random(3)};\n`),
      'write a header and put its times back': () => {
        const before = fs.statSync(file, { throwIfNoEntry: false });
        fixture.write(header, `int x${random(3)};\n`);
        if (before) fs.utimesSync(file, before.atime, before.mtime);
      },
      'touch a header': () => fs.existsSync(file) && fs.utimesSync(file, new Date(), new Date()),
      'remove a header': () => fs.rmSync(file, { force: true }),
      'write the headers anew': () => fixture.tree('one'),
      'swap two headers': () => {
        const other = fixture.path('one/src/second/version.h');
        if (!fs.existsSync(file) || !fs.existsSync(other) || file === other) return;
        fs.renameSync(file, `${file}.x`);
        fs.renameSync(other, file);
        fs.renameSync(`${file}.x`, other);
      },
      'a file beside headers': () => void fixture.write(`one/src/first/n${random(4)}.txt`, ''),
      'a folder that was not there': () => void fixture.write('one/src/second/first/common.h', 'int y;\n'),
      'write the source': () =>
        void fixture.write(
          'one/build/in/T.cxx',
          `#include "common.h"\n#include <version.h>\nint t = ${random(2)};\n`,
        ),
      'write the response file': () => fs.appendFileSync(fixture.path('one/build/in/T.castxml.inc'), '-Da\n'),
      'another castxml': () => void fixture.write('bin/castxml', `#!/bin/false\n${random(2)}\n`),
      'another compiler': () => void fixture.write('bin/c++', `compiler ${random(2)}\n`),
      'a variable': () => {
        if (fixture.environment.CPATH) delete fixture.environment.CPATH;
        else fixture.environment.CPATH = '/nowhere';
      },
      'remove of the store': () => {
        if (stored.length > 0) fs.rmSync(path.join(fixture.store, pick(stored)));
      },
      'cut off in the store': () => {
        if (stored.length > 0) fs.truncateSync(path.join(fixture.store, pick(stored)), random(3) * 20);
      },
      'a use of the entry': () => {
        const now = new Date();
        for (const name of stored)
          if (/_ok$/.test(name)) fs.utimesSync(path.join(fixture.store, name), now, now);
      },
      'an empty store': () => fs.rmSync(fixture.store, { recursive: true, force: true }),
    };
    const what = pick(Object.keys(changes));
    changes[what]!();
    return `${what} (${header})`;
  }
});
