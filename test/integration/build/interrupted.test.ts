import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildTree } from '../../../server/src/build/build-tree';
import { runIgenerator } from '../../../server/src/pipeline/runs/run-igenerator';
import { runProcess } from '../../../server/src/host/process';
import { buildOf } from '../../support/build';
import { tempDir, writeFiles } from '../../support/temp-dir';

/** Writes one complete output and says so. Then it either fails or stops in the middle of the next output. */
const IGENERATOR = `import sys, time
open(sys.argv[1], "w").write("new")
half = open(sys.argv[2], "w")
half.write("ha")
half.flush()
print("half", flush=True)
if sys.argv[4] == "fail": sys.exit(3)
time.sleep(600)
`;

describe('an igenerator that fails or is cancelled', function () {
  this.timeout(60_000);
  const temp = tempDir();
  const outputs = (): string[] => ['a.i', 'b.i', 'c.i'].map((name) => path.join(temp(), name));

  function build(how: string): BuildTree {
    const tree = buildOf(temp(), { M: [] });
    writeFiles(temp(), { 'igenerator.py': IGENERATOR, 'a.i': 'old', 'b.i': 'old', 'c.i': 'old' });
    const argv = ['python3', path.join(temp(), 'igenerator.py'), ...outputs(), how];
    const igenerator = { cwd: temp(), env: {}, launcher: [], argv };
    return {
      ...tree,
      modules: tree.modules.map((module) => ({ ...module, igenerator, igeneratorOutputs: outputs() })),
    };
  }

  function assertOnlyTheUntouchedIsLeft(): void {
    const [a = '', b = '', c = ''] = outputs();
    assert.deepEqual([existsSync(a), existsSync(b)], [false, false]);
    assert.equal(readFileSync(c, 'utf8'), 'old');
  }

  it('is ended by a cancellation, and leaves no incomplete file', async () => {
    const tree = build('stay');
    const controller = new AbortController();
    const run = await runIgenerator(tree, tree.modules[0]!, runProcess, {
      signal: controller.signal,
      onOutput: () => controller.abort(),
    });
    assert.notEqual(run.exitCode, 0);
    assert.equal(run.result?.signal, 'SIGTERM');
    assertOnlyTheUntouchedIsLeft();
  });

  it('leaves no incomplete file when it fails', async () => {
    const tree = build('fail');
    const run = await runIgenerator(tree, tree.modules[0]!, runProcess);
    assert.equal(run.exitCode, 3);
    assertOnlyTheUntouchedIsLeft();
  });

  it('reports that Python does not exist', async () => {
    const tree = build('fail');
    const igenerator = { ...tree.modules[0]!.igenerator!, argv: [path.join(temp(), 'no-python')] };
    const run = await runIgenerator(tree, { ...tree.modules[0]!, igenerator }, runProcess);
    assert.match(run.refused ?? '', /no-python could not be started/);
  });
});
