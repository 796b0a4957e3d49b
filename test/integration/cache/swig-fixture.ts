import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openActionCache } from '../../../server/src/cache/action-cache';
import type { ActionResult } from '../../../server/src/cache/action/action';
import type { CacheOptions } from '../../../server/src/cache/api';
import { removeFolder } from '../../support/temp-dir';
import { StoreRoot } from '../../../server/src/cache/storage/store-root';
import type { SwigOptions } from '../../../server/src/cache/swig/run-swig';
import type { SwigInvocation } from '../../../server/src/cache/swig/swig-arguments';
import { runSwigDouble, SwigDouble } from './swig-double';

/** Source trees and build trees for SWIG, and a store, in a temporary folder, with the double of SWIG. */
export class SwigFixture {
  readonly dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'itk-swig-test-')));
  readonly store = this.path('store');
  readonly library = this.path('swig/share/swig/4.3');
  readonly double = new SwigDouble(this.library);
  readonly warnings: string[] = [];

  constructor(readonly options: Partial<CacheOptions> = {}) {
    this.write('swig/bin/swig', Buffer.from('\x7fELF the double', 'latin1'));
    for (const name of ['swig.swg', 'python/python.swg', 'python/pyrun.swg', 'std/vector.i'])
      this.write(`swig/share/swig/4.3/${name}`, `// ${name} of the library\n`);
    this.tree('one');
  }

  get root(): StoreRoot {
    return new StoreRoot(this.store);
  }

  path(name: string): string {
    return path.join(this.dir, name);
  }

  write(name: string, content: string | Buffer): string {
    const file = this.path(name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
    return file;
  }

  remove(name: string): void {
    fs.rmSync(this.path(name), { recursive: true, force: true });
  }

  /** Creates `<name>/src` and `<name>/build`, like a checkout with its build directory. */
  tree(name: string): void {
    this.write(`${name}/src/first/.keep`, '');
    this.write(`${name}/src/second/base.i`, '%import "deep/deepest.i"\nstruct Base { int b; };\n');
    this.write(`${name}/src/second/deep/deepest.i`, 'struct Deepest { int d; };\n');
    this.write(`${name}/build/CMakeCache.txt`, `CMAKE_HOME_DIRECTORY:INTERNAL=${this.path(name)}/src\n`);
    this.write(
      `${name}/build/Typedefs/m.i`,
      '%module m\n%include "std/vector.i"\n%import "base.i"\n%include "beside.i"\n%warn one\nstruct D : Base {};\n',
    );
    this.write(`${name}/build/Typedefs/beside.i`, 'int beside;\n');
    this.write(`${name}/build/cpp/.keep`, '');
    this.write(`${name}/build/py/.keep`, '');
  }

  invocation(tree = 'one', ...more: string[]): SwigInvocation {
    const at = this.path(tree);
    const includes = ['src/first', 'src/second', 'build/Typedefs'].map((name) => `-I${at}/${name}`);
    const outputs = ['-o', `${at}/build/cpp/mPython.cpp`, ...includes, '-outdir', `${at}/build/py`];
    return {
      swig: this.path('swig/bin/swig'),
      args: ['-c++', '-python', '-w302', ...more, ...outputs, `${at}/build/Typedefs/m.i`],
      cwd: `${at}/build/Typedefs`,
    };
  }

  /** Runs in a new cache, like a new process. */
  async act(
    invocation = this.invocation(),
    options: Partial<CacheOptions> = {},
    how: SwigOptions = {},
  ): Promise<ActionResult> {
    const cache = openActionCache({
      roots: [this.store],
      format: 'gzip',
      maxBytes: 2 ** 30,
      runProcess: this.double.run,
      environment: {},
      warn: (message) => this.warnings.push(message),
      ...this.options,
      ...options,
    });
    return cache.swig(invocation, how);
  }

  /** Like `act`, but also checks that the outputs and the messages are those of SWIG itself. Returns the number of runs. */
  async run(
    invocation = this.invocation(),
    options: Partial<CacheOptions> = {},
    how: SwigOptions = {},
  ): Promise<ActionResult & { runs: number }> {
    this.double.runs = 0;
    const result = await this.act(invocation, options, how);
    const { runs } = this.double;
    this.check(invocation, result);
    return { ...result, runs };
  }

  /** Checks that the outputs, the messages and the exit code are those of SWIG itself, and that nothing else is left. */
  check(
    invocation: SwigInvocation,
    { outcome, exitCode, stderr }: ActionResult,
    say = outcome as string,
    { leftovers = false } = {},
  ): void {
    const places: Record<string, string> = {
      '-o': this.path('fresh/mPython.cpp'),
      '-outdir': this.path('fresh'),
      '-MF': this.path('fresh/depfile'),
    };
    fs.mkdirSync(this.path('fresh'), { recursive: true });
    const args = invocation.args.map((argument, i) => {
      return places[invocation.args[i - 1] ?? ''] ?? argument;
    });
    const fresh = runSwigDouble(args, invocation.cwd, this.library);
    assert.equal(exitCode, fresh.code, say);
    assert.equal(stderr.toString(), fresh.stderr.toString(), `${say}: other messages`);
    if (exitCode !== 0) return;
    const { cpp, py } = this.outputs(invocation);
    assert.equal(
      fs.readFileSync(cpp, 'utf8'),
      fs.readFileSync(this.path('fresh/mPython.cpp'), 'utf8'),
      `${say}: stale .cpp`,
    );
    assert.equal(
      fs.readFileSync(py, 'utf8'),
      fs.readFileSync(this.path('fresh/m.py'), 'utf8'),
      `${say}: stale .py`,
    );
    if (leftovers) return;
    for (const folder of [path.dirname(cpp), path.dirname(py)])
      assert.deepEqual(
        fs.readdirSync(folder).filter((name) => name.endsWith('.tmp')),
        [],
        `${say}: leftovers`,
      );
  }

  /** The outputs of an invocation. */
  outputs({ args }: SwigInvocation): { cpp: string; py: string } {
    return {
      cpp: args[args.indexOf('-o') + 1] ?? '',
      py: path.join(args[args.indexOf('-outdir') + 1] ?? '', 'm.py'),
    };
  }

  dispose(): void {
    removeFolder(this.dir);
  }
}
