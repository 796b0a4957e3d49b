import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { backgroundWork } from '../../../../server/src/lsp/server/background';
import { EvaluationService } from '../../../../server/src/lsp/evaluation/evaluation-service';

/** A worker that hangs, or runs out of memory, for as long as it is given a bad file. */
const worker = (fault: string): string => `
const { parentPort, workerData } = require('node:worker_threads');
const bad = Buffer.from('/w/itkBad.wrap');
parentPort.on('message', ({ kind, without }) => {
  if (kind === 'open' && !without.includes('/w/itkBad.wrap')) {
    new Uint8Array(workerData.memory, 8).set(bad);
    Atomics.store(new Int32Array(workerData.memory, 0, 2), 1, bad.length);
    ${fault}
  }
  parentPort.postMessage({
    kind: 'changed', changed: [], prediction: { types: [], removed: [], whole: true }, unsettled: false, modules: null,
  });
});`;

describe('the thread that evaluates', () => {
  let dir: string;
  let service: EvaluationService | undefined;
  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'evaluation-'));
  });
  afterEach(() => {
    service?.dispose();
    rmSync(dir, { recursive: true, force: true });
  });

  for (const [name, fault] of [
    ['hangs', 'for (;;);'],
    ['ends', "throw new Error('out of memory');"],
  ] as const)
    it(`is started again without the file at which it ${name}, until that changes`, async function () {
      this.timeout(40_000);
      const script = path.join(dir, 'worker.cjs');
      writeFileSync(script, worker(fault));
      const messages: string[] = [];
      const changed: string[] = [];
      let answers = 0;
      service = new EvaluationService(
        () => [['/w/itkBad.wrap', 'bad']],
        (files) => changed.push(...files),
        () => (answers += 1),
        (message) => messages.push(message),
        backgroundWork((message) => messages.push(message)),
        { script, answerMs: 3000 },
      );
      const until = async (holds: () => boolean): Promise<void> => {
        for (let n = 0; n < 600 && !holds(); n++) await delay(25);
        assert.ok(holds());
      };
      service.open('/w', '/w/build');
      await until(() => answers === 1);
      assert.equal(messages.length, 1);
      assert.match(messages[0]!, /It goes on without \/w\/itkBad\.wrap until that changes/);
      assert.match(service.problemsOf('/w/itkBad.wrap')?.[0]?.message ?? '', /did not get past this file/);
      assert.deepEqual(changed, ['/w/itkBad.wrap']);

      service.update('/w/itkBad.wrap', 'bad');
      await delay(100);
      assert.equal(answers, 1, 'the same text changes nothing');
      service.update('/w/itkBad.wrap', 'mended');
      assert.equal(service.problemsOf('/w/itkBad.wrap'), null);
      await until(() => answers === 2);
    });
});
