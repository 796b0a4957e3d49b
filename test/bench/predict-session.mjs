// Opens a prediction as the server's thread does, and edits every .wrap file in it once and back. Then opens it again in a new
// thread, which finds what the first one has kept. Prints one JSON value: how long each answer took, in milliseconds, and the
// peak memory of the process, in MB.
//   node test/bench/predict-session.mjs SOURCE BUILD
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const [source, build] = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), 'itk-wrapping-bench-'));

function start() {
  return new Worker(fileURLToPath(new URL('../../dist/evaluation-worker.js', import.meta.url)), {
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
    env: { ...process.env, ITK_WRAP_PREDICTIONS: folder },
  });
}

/** Asks and waits. The time includes the start of a new thread. */
function ask(worker, request) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', function take(answer) {
      if (answer.kind === 'values') return;
      worker.off('error', reject);
      worker.off('message', take);
      if (answer.kind === 'failed') reject(new Error(answer.message));
      else resolve({ answer, milliseconds: performance.now() - start });
    });
    worker.postMessage(request);
  });
}

const valuesOf = (worker) =>
  new Promise((resolve) =>
    worker.on('message', function take({ kind }) {
      if (kind !== 'values') return;
      worker.off('message', take);
      resolve();
    }),
  );

async function open(worker) {
  const before = process.cpuUsage();
  const result = await ask(worker, { kind: 'open', source, build, cache: {}, without: [], keep: true });
  const { user, system } = process.cpuUsage(before);
  return { ...result, processor: (user + system) / 1000 };
}

const megabytes = () => process.resourceUsage().maxRSS / 1024;
const worker = start();
const { answer, milliseconds, processor } = await open(worker);
const opened = { milliseconds, megabytes: megabytes() };
const edits = [];
const editsProcessor = [];
for (const { file } of answer.changed) {
  const text = readFileSync(file, 'utf8');
  for (const edited of [`${text}\n# edited\n`, text]) {
    const before = process.cpuUsage();
    edits.push((await ask(worker, { kind: 'update', file, text: edited })).milliseconds);
    const { user, system } = process.cpuUsage(before);
    editsProcessor.push((user + system) / 1000);
    // The values of variables follow on their own, and a person types more slowly than they come.
    await valuesOf(worker);
  }
}
const peak = megabytes();
await worker.terminate();

const keeping = start();
await open(keeping);
// It keeps the result when it was idle for a moment.
for (let waited = 0; readdirSync(folder).length === 0 && waited < 60_000; waited += 200) await delay(200);
await delay(500);
await keeping.terminate();
const reading = start();
const again = await open(reading);
await reading.terminate();
rmSync(folder, { recursive: true });
console.log(
  JSON.stringify({
    opened,
    first: { processor },
    again: { milliseconds: again.milliseconds, processor: again.processor },
    edits,
    editsProcessor,
    megabytes: peak,
  }),
);
