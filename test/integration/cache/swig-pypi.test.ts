import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { ActionResult } from '../../../server/src/cache/action/action';
import { openActionCache } from '../../../server/src/cache/action-cache';
import { findProgram } from '../../../server/src/cache/invocation/find-program';
import { runProcess } from '../../../server/src/host/process';
import { nextFileTick } from '../../support/file-clock';
import { tempDir, writeFiles } from '../../support/temp-dir';

/*
 * The script that the package `swig` on PyPI installs, made from the system's SWIG and Python. It is asked once for its library,
 * and again whenever Python might find another package.
 */
describe("PyPI's script of SWIG", function () {
  this.timeout(60_000);
  const dir = tempDir();
  const at = (name: string): string => path.join(dir(), name);
  let started: string[];

  /** A package as PyPI has it. */
  function install(site: string, version: string): void {
    const [library = ''] = execFileSync('swig', ['-swiglib'], { encoding: 'utf8' }).split('\n');
    writeFiles(at(site), {
      'swig/__init__.py': `import os, subprocess, sys
data = os.path.join(os.path.dirname(__file__), 'data')
def swig():
    library = os.path.join(data, 'share', 'swig', '${version}')
    sys.exit(subprocess.call([os.path.join(data, 'bin', 'swig')] + sys.argv[1:], env=dict(os.environ, SWIG_LIB=library)))
`,
      'swig/data/bin/.keep': '',
    });
    fs.copyFileSync(findProgram('swig', '/', process.env)!, at(`${site}/swig/data/bin/swig`));
    fs.cpSync(library, at(`${site}/swig/data/share/swig/${version}`), { recursive: true });
  }

  beforeEach(() => {
    install('site', '4.1');
    writeFiles(dir(), {
      'first/.keep': '',
      'bin/swig':
        '#!/usr/bin/python3\nimport sys\nfrom swig import swig\nif __name__ == "__main__":\n    sys.exit(swig())\n',
      'build/CMakeCache.txt': `CMAKE_HOME_DIRECTORY:INTERNAL=${dir()}/src\n`,
      'build/m.i': '%module m\n%include <std_vector.i>\nint f(std::vector<int> v);\n',
      'build/py/.keep': '',
    });
    fs.chmodSync(at('bin/swig'), 0o755);
  });

  const outputs = ['build/mPython.cpp', 'build/py/m.py'];

  async function run(more: NodeJS.ProcessEnv = {}): Promise<ActionResult> {
    started = [];
    for (const name of outputs) fs.rmSync(at(name), { force: true });
    const environment = { PATH: process.env.PATH, PYTHONPATH: `${at('first')}:${at('site')}`, ...more };
    const cache = openActionCache({
      roots: [at('store')],
      format: 'gzip',
      maxBytes: 2 ** 30,
      environment,
      warn: (message) => assert.fail(message),
      runProcess: (request) => {
        started.push(`${path.basename(request.file)} ${request.args[0]}`);
        return runProcess(request);
      },
    });
    const args = ['-c++', '-python', '-o', at(outputs[0]!), '-outdir', at('build/py'), at('build/m.i')];
    const invocation = { swig: at('bin/swig'), args, cwd: at('build') };
    const result = await cache.swig(invocation);
    assert.equal(result.exitCode, 0);
    const made = outputs.map((name) => fs.readFileSync(at(name), 'utf8'));
    execFileSync(at('bin/swig'), args, { cwd: at('build'), env: environment });
    assert.deepEqual(
      outputs.map((name) => fs.readFileSync(at(name), 'utf8')),
      made,
      'the outputs are not those of SWIG itself',
    );
    const asked = started.length;
    const { state } = await cache.inspectSwig(invocation);
    assert.equal(started.length, asked, 'looking up starts nothing');
    assert.ok(state !== 'miss' || result.outcome === 'miss', state);
    return result;
  }

  /** Files that are new are not trusted yet. */
  async function settle(): Promise<void> {
    await nextFileTick();
    assert.equal((await run()).outcome, 'miss');
    await nextFileTick();
    await run();
  }

  it('is asked once: later hits start no process', async () => {
    await settle();
    assert.equal((await run()).outcome, 'hit');
    assert.deepEqual(started, []);
    // It is another Python's search path.
    assert.equal((await run({ PYTHONPATH: at('site') })).outcome, 'hit');
    assert.deepEqual(started, ['python3 -c', 'swig -swiglib']);
  });

  it('is asked again if Python would find another package first', async () => {
    await settle();
    install('first', '4.1');
    fs.appendFileSync(at('first/swig/data/share/swig/4.1/python/pyrun.swg'), '/* Another one. */\n');
    await nextFileTick();
    const { outcome } = await run();
    assert.equal(outcome, 'miss');
    assert.match(fs.readFileSync(at(outputs[0]!), 'utf8'), /Another one/);
    fs.rmSync(at('first/swig'), { recursive: true });
    assert.equal((await run()).outcome, 'hit');
    assert.doesNotMatch(fs.readFileSync(at(outputs[0]!), 'utf8'), /Another one/);
  });

  it('is asked again if the package changes, or leads to another library', async () => {
    await settle();
    fs.appendFileSync(at('site/swig/__init__.py'), '# A comment.\n');
    assert.equal((await run()).outcome, 'hit');
    assert.ok(started.includes('swig -swiglib'));
    fs.rmSync(at('site/swig'), { recursive: true });
    install('site', '4.2');
    fs.appendFileSync(at('site/swig/data/share/swig/4.2/std/std_vector.i'), '%{ /* Newer. */ %}\n');
    await nextFileTick();
    assert.equal((await run()).outcome, 'miss');
    assert.match(fs.readFileSync(at(outputs[0]!), 'utf8'), /Newer/);
  });

  it('is asked each time if its first line does not name a Python', async () => {
    fs.writeFileSync(
      at('bin/swig'),
      fs.readFileSync(at('bin/swig'), 'utf8').replace('python3', 'python3 -s'),
    );
    await settle();
    assert.equal((await run()).outcome, 'hit');
    assert.deepEqual(started, ['swig -swiglib']);
  });
});
