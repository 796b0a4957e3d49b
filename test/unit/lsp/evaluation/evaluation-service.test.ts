import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { backgroundWork } from '../../../../server/src/lsp/server/background';
import { EvaluationService } from '../../../../server/src/lsp/evaluation/evaluation-service';
import { eventually } from '../../../support/eventually';

/** A worker that hangs or ends as long as it is given a bad file. */
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
    valuesOf: [],
  });
});`;

describe('the evaluation thread', () => {
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
    it(`is restarted without the file at which it ${name}, until that file changes`, async function () {
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
      const until = (holds: () => boolean): Promise<boolean> =>
        eventually(holds, { timeoutMs: 30_000, everyMs: 25 });
      service.open('/w', '/w/build');
      await until(() => answers === 1);
      assert.equal(messages.length, 1);
      assert.match(messages[0]!, /It skips \/w\/itkBad\.wrap until that file changes/);
      assert.match(service.diagnosticsOf('/w/itkBad.wrap')?.[0]?.message ?? '', /hung on this file/);
      assert.deepEqual(changed, ['/w/itkBad.wrap']);

      service.update('/w/itkBad.wrap', 'bad');
      await until(() => !service!.isBusy);
      assert.equal(answers, 1, 'the same text changes nothing');
      service.update('/w/itkBad.wrap', 'mended');
      assert.equal(service.diagnosticsOf('/w/itkBad.wrap'), null);
      await until(() => answers === 2);
    });

  it('gets no request for a file that a later full evaluation does not have', async () => {
    const script = path.join(dir, 'worker.cjs');
    const file = {
      file: '/w/itkFoo.wrap',
      module: 'M',
      wrapped: [],
      generated: [],
      problems: [],
      loops: [],
      values: null,
    };
    // Only the first evaluation has the file. Each answer reports the request in the name of a type.
    writeFileSync(
      script,
      `const { parentPort } = require('node:worker_threads');
let opened = 0;
parentPort.on('message', ({ kind }) => {
  const changed = kind === 'open' && opened++ > 0 ? [] : [${JSON.stringify(file)}];
  const types = [{ name: kind, module: 'M', wrap: '', cxx: null, cutShort: false }];
  parentPort.postMessage({
    kind: 'changed', changed, prediction: { types, removed: [], whole: kind === 'open' },
    unsettled: false, modules: null, outside: [], itk: null, valuesOf: [],
  });
});`,
    );
    const asked: string[] = [];
    service = new EvaluationService(
      () => [['/w/itkFoo.wrap', 'text']],
      () => undefined,
      ({ types }) => asked.push(...types.map(({ name }) => name)),
      () => undefined,
      backgroundWork(() => undefined),
      { script, answerMs: 3000 },
    );
    const idle = (): Promise<boolean> => eventually(() => !service!.isBusy, { everyMs: 10 });
    service.open('/w', '/w/build');
    await idle();
    assert.deepEqual(asked, ['open', 'update']);
    service.reopen();
    service.update('/w/itkFoo.wrap', 'another text');
    await idle();
    assert.deepEqual(asked, ['open', 'update', 'open']);
    assert.equal(service.diagnosticsOf('/w/itkFoo.wrap'), null);
  });

  it('is busy until the values of variables have followed an answer, and gives up if they never come', async () => {
    const script = path.join(dir, 'worker.cjs');
    const place = { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } };
    const file = {
      file: '/w/itkFoo.wrap',
      module: 'M',
      wrapped: [],
      generated: [],
      loops: [],
      diagnostics: [],
      values: null,
    };
    const value = { name: 'A', range: place, after: false, values: [{ text: 'x' }], count: 1, setAt: null };
    // The first edit is answered without its values, which come with the next message from outside.
    writeFileSync(
      script,
      `const { parentPort } = require('node:worker_threads');
let edits = 0;
parentPort.on('message', ({ kind }) => {
  const follow = kind === 'update' && edits++ < 2;
  parentPort.postMessage({
    kind: 'changed', changed: [${JSON.stringify(file)}], prediction: { types: [], removed: [], whole: kind === 'open' },
    unsettled: false, modules: null, outside: [], itk: null, valuesOf: follow ? ['/w/itkFoo.wrap'] : [],
  });
  if (follow && edits === 1)
    setTimeout(() => parentPort.postMessage({ kind: 'values', file: '/w/itkFoo.wrap', values: [${JSON.stringify(value)}] }), 300);
});`,
    );
    const messages: string[] = [];
    service = new EvaluationService(
      () => [],
      () => undefined,
      () => undefined,
      (message) => messages.push(message),
      backgroundWork(() => undefined),
      { script, answerMs: 1500 },
    );
    const idle = (): Promise<boolean> =>
      eventually(() => !service!.isBusy, { everyMs: 10, timeoutMs: 10_000 });
    const shown = (): unknown =>
      service!.valueAt('/w/itkFoo.wrap', { line: 0, character: 1 }, 'A', false)?.values;
    service.open('/w', '/w/build');
    await idle();
    assert.equal(shown(), undefined);
    service.update('/w/itkFoo.wrap', 'text');
    await idle();
    assert.deepEqual(shown(), [{ text: 'x' }]);
    assert.deepEqual(messages, []);
    service.update('/w/itkFoo.wrap', 'another text');
    assert.ok(service.isBusy);
    await idle();
    assert.match(messages[0] ?? '', /has not answered/);
  });
});
