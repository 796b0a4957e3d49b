// Opens a prediction as the server's thread does, and edits every .wrap file in it once and back. Prints one JSON value: how
// long each answer took, in milliseconds, and the peak memory of the process, in MB.
//   node test/bench/predict-session.mjs SOURCE BUILD
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const [source, build] = process.argv.slice(2);
const worker = new Worker(fileURLToPath(new URL('../../dist/evaluation-worker.js', import.meta.url)), {
  resourceLimits: { maxOldGenerationSizeMb: 1024 },
});

function ask(request) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer) => {
      worker.off('error', reject);
      if (answer.kind === 'failed') reject(new Error(answer.message));
      else resolve({ answer, milliseconds: performance.now() - start });
    });
    worker.postMessage(request);
  });
}

const megabytes = () => process.resourceUsage().maxRSS / 1024;
const { answer, milliseconds } = await ask({ kind: 'open', source, build });
const opened = { milliseconds, megabytes: megabytes() };
const edits = [];
for (const { file } of answer.changed) {
  const text = readFileSync(file, 'utf8');
  for (const edited of [`${text}\n# edited\n`, text])
    edits.push((await ask({ kind: 'update', file, text: edited })).milliseconds);
}
console.log(JSON.stringify({ opened, edits, megabytes: megabytes() }));
await worker.terminate();
