import { spawn } from 'node:child_process';
import assert from 'node:assert/strict';
import path from 'node:path';
import { root } from '../support/repository';

/** The fuzzer has its own process, which is ended if it hangs. A watchdog in the same thread would hang too. */
describe('fuzzing', () => {
  it('finds no text that hangs or breaks a reader', async function () {
    this.timeout(240_000);
    const script = path.join(root, 'test/fuzz/fuzz.ts');
    const child = spawn(process.execPath, ['--import=tsx', script, '--seconds', '60', '--seed', '20261128'], {
      cwd: root,
      timeout: 220_000,
      killSignal: 'SIGKILL',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    const code = await new Promise((resolve) => child.once('exit', resolve));
    assert.equal(code, 0, output.slice(-3000));
  });
});
