import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseNinjaLog } from '../../../../server/src/build/generators/ninja-log';
import { RunRecorder } from '../../../../server/src/pipeline/runs/run-recorder';
import { buildOf } from '../../../support/build';
import { tempDir } from '../../../support/temp-dir';

describe('the recorder of runs', () => {
  const dir = tempDir();

  it('records runs while others go on, and the rest at the end', async () => {
    const log = path.join(dir(), '.ninja_log');
    writeFileSync(log, '# ninja log v5\n');
    const build = buildOf(dir(), { A: ['itkFoo'] }, { generator: 'Ninja' });
    let now = 0;
    const noProcess = (): Promise<never> => Promise.reject(new Error('the log tells its version'));
    const recorder = new RunRecorder(build, noProcess, () => now);
    const add = (name: string): Promise<void> =>
      recorder.add({
        command: { argv: ['make'], cwd: dir(), env: {}, launcher: [], line: 'make' },
        ...{ outputs: [path.join(dir(), name)], startedMs: 0, endedMs: 0 },
      });
    const recorded = (): string[] =>
      [...parseNinjaLog(readFileSync(log, 'utf8'), dir()).keys()].map((file) => path.basename(file));
    await add('one');
    assert.deepEqual(recorded(), []);
    now = 1000;
    await add('two');
    assert.deepEqual(recorded(), ['one', 'two']);
    await add('three');
    assert.deepEqual(recorded(), ['one', 'two']);
    await recorder.finish();
    assert.deepEqual(recorded(), ['one', 'two', 'three']);
  });
});
