import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';
import { tempDir, writeFiles } from '../../support/temp-dir';

/*
 * The launcher with the real SWIG of the system, as a build starts it. What it writes and prints must be what SWIG writes and
 * prints. Needs dist/.
 */
const LAUNCHER = path.join(root, 'dist/itk-swig-cache');

describe('itk-swig-cache with the real SWIG', function () {
  this.timeout(120_000);
  const dir = tempDir();

  /** Two worktrees of different depth, with a module that imports others and warns. */
  function trees(...names: string[]): void {
    for (const name of names)
      writeFiles(path.join(dir(), name), {
        'build/CMakeCache.txt': `CMAKE_HOME_DIRECTORY:INTERNAL=${dir()}/${name}/src\n`,
        'src/base.i': '%module base\n%include "deep/deepest.i"\n%inline %{ struct Base { int b; }; %}\n',
        'src/deep/deepest.i': '%inline %{ struct Deepest { int d; }; %}\n',
        'build/Typedefs/derived.i':
          '%module(directors="1") derived\n%feature("director") Derived;\n%include <exception.i>\n%include <std_vector.i>\n' +
          '%import "base.i"\n%pythoncode %{\nx = 1\n%}\nstruct Derived : Base, Unknown { virtual ~Derived(); int d(std::vector<int> v); };\n',
        'build/cpp/.keep': '',
        'build/py/.keep': '',
      });
  }

  function command(name: string, ...more: string[]): string[] {
    const tree = `${dir()}/${name}`;
    const options = ['-c++', '-python', '-threads', '-doxygen', '-features', 'autodoc=2', '-w302', ...more];
    const outputs = [
      '-o',
      `${tree}/build/cpp/derivedPython.cpp`,
      `-I${tree}/src`,
      '-outdir',
      `${tree}/build/py`,
    ];
    return ['swig', ...options, ...outputs, `${tree}/build/Typedefs/derived.i`];
  }

  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    ITK_WRAP_CACHE: `${dir()}/store`,
    ITK_WRAP_CACHE_VERBOSE: '1',
  });

  interface Ran {
    status: number | null;
    messages: string;
    verdict: string;
    files: Record<string, string>;
  }

  function run(name: string, words: readonly string[], before: readonly string[] = []): Ran {
    const [program = '', ...args] = [...before, ...words];
    const cwd = `${dir()}/${name}/build/Typedefs`;
    const { status, stderr, stdout } = spawnSync(program, args, {
      cwd,
      env: environment(),
      encoding: 'utf8',
    });
    const own = stderr.split('\n').filter((line) => line.startsWith('itk-swig-cache: '));
    const verdict = own.map((line) => line.slice('itk-swig-cache: '.length).trim()).join('; ');
    const messages =
      stdout +
      stderr
        .split('\n')
        .filter((line) => !own.includes(line))
        .join('\n');
    return { status, messages, verdict, files: outputsOf(name) };
  }

  function outputsOf(name: string): Record<string, string> {
    const files: Record<string, string> = {};
    for (const folder of ['cpp', 'py'])
      for (const file of fs.readdirSync(`${dir()}/${name}/build/${folder}`))
        if (file !== '.keep')
          files[file] = fs.readFileSync(`${dir()}/${name}/build/${folder}/${file}`, 'latin1');
    return files;
  }

  it('writes and prints the same, cold, again and in another worktree', () => {
    trees('one', 'two/below', 'plain');
    const plain = run('plain', command('plain'));
    assert.deepEqual(Object.keys(plain.files).sort(), ['derived.py', 'derivedPython.cpp', 'derivedPython.h']);
    assert.match(plain.messages, /Warning 401/);
    const said = (name: string): string => plain.messages.replaceAll(`${dir()}/plain`, `${dir()}/${name}`);
    const cold = run('one', command('one'), [LAUNCHER]);
    assert.deepEqual(cold, { ...plain, messages: said('one'), verdict: 'MISS derived.i (never cached)' });
    for (const name of ['one', 'two/below'])
      assert.deepEqual(run(name, command(name), [LAUNCHER]), {
        ...plain,
        messages: said(name),
        verdict: 'HIT  derived.i',
      });
  });

  it('notices an edit of an imported file, and that a warning became an error', () => {
    trees('one');
    run('one', command('one'), [LAUNCHER]);
    fs.writeFileSync(`${dir()}/one/src/deep/deepest.i`, '%inline %{ struct Deepest { double d; }; %}\n');
    const edited = run('one', command('one'), [LAUNCHER]);
    assert.equal(edited.verdict, `MISS derived.i (${dir()}/one/src/deep/deepest.i changed)`);
    for (let n = 0; n < 2; n++) assert.notEqual(run('one', command('one', '-Werror'), [LAUNCHER]).status, 0);
  });

  it('lists what SWIG read in a depfile', () => {
    trees('one');
    for (const verdict of [/^MISS/, /^HIT/]) {
      const ran = run('one', command('one'), [LAUNCHER, '--depfile', 'd']);
      assert.match(ran.verdict, verdict);
      const own = fs
        .readFileSync(`${dir()}/one/build/Typedefs/d`, 'utf8')
        .split(/[\s\\]+/)
        .slice(1, -1);
      run('one', command('one', '-MMD', '-MF', 'of-swig'));
      const swigs = fs
        .readFileSync(`${dir()}/one/build/Typedefs/of-swig`, 'utf8')
        .split(/[\s\\]+/)
        .slice(1, -1);
      assert.deepEqual(own, swigs);
    }
  });

  it('leaves a usable store and whole outputs, whenever it is killed', async () => {
    trees('one', 'plain');
    const { files } = run('plain', command('plain'));
    const [program = '', ...args] = [LAUNCHER, ...command('one')];
    for (let ms = 0; ms < 700; ms += 50) {
      if (ms % 100 === 0) fs.rmSync(`${dir()}/store`, { recursive: true, force: true });
      for (const name of Object.keys(outputsOf('one')))
        fs.rmSync(`${dir()}/one/build/${name.endsWith('.py') ? 'py' : 'cpp'}/${name}`, { recursive: true });
      const child = spawn(program, args, { cwd: dir(), env: environment(), stdio: 'ignore', detached: true });
      await new Promise((resolve) => setTimeout(resolve, ms));
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // It has ended already.
      }
      await new Promise((resolve) =>
        child.exitCode === null && child.signalCode === null ? child.on('exit', resolve) : resolve(null),
      );
      // Whatever it has put into place is whole.
      for (const [name, content] of Object.entries(files))
        for (const folder of ['cpp', 'py']) {
          const file = `${dir()}/one/build/${folder}/${name}`;
          if (fs.existsSync(file))
            assert.equal(fs.readFileSync(file, 'latin1'), content, `${name} after ${ms} ms`);
        }
      for (const folder of ['cpp', 'py'])
        for (const name of fs.readdirSync(`${dir()}/one/build/${folder}`))
          if (name.endsWith('.tmp')) fs.rmSync(`${dir()}/one/build/${folder}/${name}`, { recursive: true });
      assert.deepEqual(run('one', command('one'), [LAUNCHER]).files, files, `after ${ms} ms`);
    }
  });
});
