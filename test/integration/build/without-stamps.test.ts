import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readPklState } from '../../../server/src/build/pkl/pkl';
import { readBuild } from '../../../server/src/build/read-build';
import { repair } from '../../../server/src/pipeline/runs/repair';
import { repairPlan } from '../../../server/src/pipeline/runs/repair-plan';
import { runProcess } from '../../../server/src/host/process';
import { buildFixture } from '../../support/build-fixture';
import { tempDir, writeFiles } from '../../support/temp-dir';

/** Writes what igenerator would write for the same arguments, as in ITK's versions without stamps. */
const IGENERATOR = `import sys
def option(name): return sys.argv[sys.argv.index(name) + 1]
home = option("--mdx").rsplit("/", 1)[0]
for t, index in zip(option("--submodule-order").split(";"), option("--pyi_index_list").split(";")):
    for suffix in (".i", ".idx"): open(home + "/" + t + suffix, "w").write(t)
    pkl = [option("--pkl_dir") + "/%s%d.%s.pkl" % (t, n, t) for n in range(2)]
    for file in pkl: open(file, "w").write(t)
    open(index, "w").write("".join(file + "\\n" for file in pkl))
`;
const PKL = 'Wrapping/Generators/Python/itk-pkl';

describe('a build without stamps, with the real ninja', function () {
  this.timeout(60_000);
  const temp = tempDir();

  function ninja(dir: string): string {
    const run = spawnSync('ninja', ['-C', dir, 'Wrapping/Typedefs/itkA.i', 'Wrapping/Typedefs/itkC.i'], {
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stdout + run.stderr);
    return run.stdout;
  }

  it('reruns one module’s igenerator for a missing pkl file, and then has no work left', async () => {
    const dir = path.join(temp(), 'build');
    const source = path.join(temp(), 'src');
    const files = buildFixture(dir, source, { M: { types: ['itkA', 'itkB'] }, N: { types: ['itkC'] } });
    // CMake did not generate this build, so it cannot be asked to regenerate it.
    files['build.ninja'] = (files['build.ninja'] ?? '')
      .replace(/build build\.ninja: RERUN_CMAKE[^\n]*\n[^\n]*\n/, '')
      .replace(/\nbuild all: [^\n]*/, '')
      .replace(/ \|\| \n/g, '\n')
      .replace('default all', '');
    files['CMakeCache.txt'] += 'CMAKE_MAKE_PROGRAM:FILEPATH=ninja\n';
    for (const [module, type] of [
      ['M', 'itkA'],
      ['M', 'itkB'],
      ['N', 'itkC'],
    ]) {
      files[`Wrapping/castxml_inputs/${type}.cxx`] = 'namespace _wrapping_ { typedef int x; }\n';
      files[`Wrapping/castxml_inputs/${type}.castxml.inc`] = '';
      files[`Wrapping/Modules/${module}/x`] = '';
      writeFiles(source, { [`${module}/include/${type}.h`]: '' });
    }
    writeFiles(dir, files);
    writeFiles(source, { 'igenerator.py': IGENERATOR });
    assert.match(ninja(dir), /Run igenerator\.py for M/);
    assert.match(ninja(dir), /no work to do/);

    const build = await readBuild(dir);
    assert.deepEqual(build.problems, []);
    const [module] = build.modules;
    assert.ok(module);
    assert.equal((await readPklState(build, module)).listed, 4);
    const gone = path.join(dir, PKL, 'itkB1.itkB.pkl');
    rmSync(gone);
    assert.match(ninja(dir), /no work to do/, 'ninja does not know');

    const plan = await repairPlan(build, module);
    assert.equal(plan.remove, path.join(dir, PKL, 'itkB.index.txt'));
    let output = '';
    const result = await repair(build, module, plan, runProcess, {
      onOutput: (_stream, chunk) => void (output += chunk.toString()),
    });
    assert.ok(result.ok, result.message + output);
    assert.ok(existsSync(gone));
    assert.deepEqual(output.match(/^\[.*$/gm), ['[1/1] Run igenerator.py for M']);
    assert.match(ninja(dir), /no work to do/);
  });
});
