import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { countAction, countRun, readCounters } from '../../../../server/src/cache/storage/stats';
import { StoreRoot } from '../../../../server/src/cache/storage/store-root';
import type { RunResult } from '../../../../server/src/cache/api';

describe('the counters', () => {
  let root: StoreRoot;
  beforeEach(() => (root = new StoreRoot(fs.mkdtempSync(path.join(os.tmpdir(), 'itk-stats-test-')))));
  afterEach(() => fs.rmSync(root.path, { recursive: true, force: true }));
  const nothing = Buffer.alloc(0);
  const result = (more: Partial<RunResult>): RunResult => ({
    outcome: 'miss',
    exitCode: 0,
    stdout: nothing,
    stderr: nothing,
    secondsSaved: 0,
    ...more,
  });

  it('add up outcomes, reasons and times over all writable roots', () => {
    const now = Date.now();
    const reason = { kind: 'never-cached' } as const;
    countRun([new StoreRoot('/proc/no'), root], result({ reason, castxmlSeconds: 1.5 }), now);
    const notStored = { kind: 'input-changed', subject: '/a.h' } as const;
    countRun([root], result({ reason, notStored, remote: 'failed' }), now);
    countRun([root], result({ outcome: 'hit-l1', secondsSaved: 2.25 }), now);
    countRun([root], result({ outcome: 'hit-l1', secondsSaved: 1, remote: 'hit' }), now);
    countRun([root], result({ outcome: 'failed', remote: 'failed' }), now);
    assert.deepEqual(readCounters(root), {
      outcomes: { miss: 2, 'hit-l1': 2, failed: 1 },
      reasons: { 'never-cached': 2 },
      remote: { hit: 1, failed: 2 },
      notStored: { 'input-changed': 1 },
      secondsSaved: 3.25,
      castxmlSeconds: 1.5,
      actions: {},
    });
  });

  it('keep the runs of other tools apart, also in sums', () => {
    let now = Date.now();
    const action = { exitCode: 0, stdout: nothing, stderr: nothing, written: [], secondsSaved: 0 };
    const expected = {
      outcomes: { miss: 1, hit: 1 },
      notStored: { 'no-clock': 1 },
      secondsSaved: 2.5,
      toolSeconds: 3,
    };
    const notStored = { kind: 'no-clock', subject: '/tmp' } as const;
    countAction([root], 'swig', { ...action, outcome: 'miss', toolSeconds: 3, notStored }, now);
    countAction([root], 'swig', { ...action, outcome: 'hit', secondsSaved: 2.5 }, now);
    assert.deepEqual(readCounters(root).actions, { swig: expected });
    assert.deepEqual(readCounters(root).outcomes, {});
    const folder = root.file('_stats');
    for (let round = 0; round < 3; round++) {
      // A full log is rotated by the next run, and summed up once it has settled.
      const log = fs.readdirSync(folder).find((name) => name.endsWith('.log')) ?? assert.fail('no log');
      fs.appendFileSync(path.join(folder, log), 'hit-l1 - 0 0\n'.repeat(90_000));
      countRun([root], result({ outcome: 'hit-l1' }), now);
      for (const name of fs.readdirSync(folder))
        if (name.includes('.log.'))
          fs.utimesSync(path.join(folder, name), now / 1000 - 120, now / 1000 - 120);
      countRun([root], result({ outcome: 'hit-l1' }), (now += 180_000));
    }
    assert.ok(
      fs.readdirSync(folder).some((name) => name.endsWith('.sum.json')),
      'nothing was summed up',
    );
    assert.deepEqual(readCounters(root).actions, { swig: expected });
  });

  it('lose and double nothing when logs are rotated and summed up, or after a crash in between', () => {
    const folder = root.file('_stats');
    let now = Date.now();
    const log = (): string =>
      fs.readdirSync(folder).find((name) => name.endsWith('.log')) ?? assert.fail('no log');
    let expected = 0;
    for (let round = 0; round < 4; round++) {
      countRun([root], result({ outcome: 'hit-l1' }), now);
      fs.appendFileSync(path.join(folder, log()), 'hit-l1 - 0 0\n'.repeat(90_000));
      expected += 90_001;
      const before = fs
        .readdirSync(folder)
        .map((name) => [name, fs.readFileSync(path.join(folder, name))] as const);
      now += 200_000;
      countRun([root], result({ outcome: 'hit-l1' }), now);
      expected += 1;
      assert.equal(readCounters(root).outcomes['hit-l1'], expected);
      // The same state as if a crash had come before the old logs were removed.
      for (const [name, bytes] of before)
        if (name.includes('.log.') && !fs.existsSync(path.join(folder, name)))
          fs.writeFileSync(path.join(folder, name), bytes);
      assert.equal(readCounters(root).outcomes['hit-l1'], expected);
    }
  });
});
