import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type LibrariesRun, makeLibraries } from '../../../../server/src/pipeline/build/make-libraries';
import type { ProcessRunner } from '../../../../server/src/host/process';
import { buildOf } from '../../../support/build';

describe('the libraries of modules', () => {
  let dir: string;
  before(() => (dir = mkdtempSync(path.join(os.tmpdir(), 'itk-wrapping-libraries-'))));
  after(() => rmSync(dir, { recursive: true }));

  const CACHE = new Map([['CMAKE_MAKE_PROGRAM', '/usr/bin/ninja']]);
  const GRAPH: Record<string, [string[], string[]]> = {
    APython: [['_A.so'], []],
    BPython: [['_B.so'], []],
    'a.o': [[], ['_A.so']],
    '_A.so': [['a.o'], ['APython']],
  };

  /** Runs with a ninja that prints `output`, writes the libraries of `linked`, and ends with `code`. */
  async function made(
    output: string[],
    {
      linked = [],
      code = 0,
      abort = false,
      generator = 'Ninja',
      modules = ['A', 'B'],
    }: {
      linked?: string[];
      code?: number;
      abort?: boolean;
      generator?: string;
      modules?: string[];
    } = {},
  ): Promise<{ run: LibrariesRun; args: readonly string[]; steps: [number, number][]; lines: string[] }> {
    for (const name of ['_A.so', '_B.so']) {
      writeFileSync(path.join(dir, name), '');
      utimesSync(path.join(dir, name), 1, 1);
    }
    let started: readonly string[] = [];
    const steps: [number, number][] = [];
    const lines: string[] = [];
    const controller = new AbortController();
    const ninja: ProcessRunner = ({ args, onOutput }) => {
      const ended = (stdout: string, exit: number) =>
        Promise.resolve({ code: exit, signal: null, stdout: Buffer.from(stdout), stderr: Buffer.alloc(0) });
      if (args[0] === '-t') {
        const names = args.slice(2);
        if (names.some((name) => !GRAPH[name])) return ended('', 1);
        const rows = (list: string[] = []): string => list.map((one) => `    ${one}\n`).join('');
        return ended(
          names
            .map(
              (name) =>
                `${name}:\n  input: r\n${rows(GRAPH[name]?.[0])}  outputs:\n${rows(GRAPH[name]?.[1])}`,
            )
            .join(''),
          0,
        );
      }
      started = args;
      const bytes = Buffer.from(output.join('\n'));
      // A chunk may end anywhere.
      for (let at = 0; at < bytes.length; at += 7) onOutput?.('stdout', bytes.subarray(at, at + 7));
      for (const name of linked) writeFileSync(path.join(dir, name), 'linked');
      if (abort) controller.abort();
      return ended('', code);
    };
    const build = buildOf(dir, { A: [], B: [] }, { generator, cache: CACHE });
    const run = await makeLibraries(build, modules, ninja, {
      ...{ jobs: 3, signal: controller.signal },
      onLine: (line) => lines.push(line),
      onStep: (done, total) => steps.push([done, total]),
    });
    return { run, args: started, steps, lines };
  }

  it('are counted by step, and those that were up to date by library', async () => {
    const { run, args, steps, lines } = await made(['[0/2] Globs', '[1/2] Compiling é', '[2/2] Linking'], {
      linked: ['_A.so'],
    });
    assert.deepEqual(run, { ran: 2, unchanged: ['B'], failed: [], skipped: [], problem: null });
    assert.deepEqual(args, ['-k', '0', '-j', '3', 'APython', 'BPython']);
    assert.deepEqual(steps.at(-1), [2, 2]);
    assert.equal(lines[1], '[1/2] Compiling é');
  });

  it('fail only if they need what failed', async () => {
    for (const failed of ['FAILED: a.o', 'FAILED: [code=1] a.o ']) {
      const { run } = await made(
        ['[1/3] Compiling', failed, 'a.cpp:1:1: error: no', 'ninja: build stopped'],
        {
          code: 1,
        },
      );
      assert.deepEqual([run.ran, run.failed, run.unchanged], [0, ['A'], ['B']]);
      assert.match(run.problem ?? '', /^The library of A could not be made\. Correct what the compiler/);
    }
  });

  it('fail all if ninja does not say why', async () => {
    const { run } = await made(["ninja: error: 'x.cpp', needed by 'y', missing"], { code: 1 });
    assert.deepEqual(run.failed, ['A', 'B']);
    assert.match(run.problem ?? '', /^The libraries of A, B could not be made/);
  });

  it('are not failures if the run was cancelled', async () => {
    const { run } = await made(['[1/4] Compiling', '[2/4] Linking'], {
      linked: ['_A.so'],
      code: 2,
      abort: true,
    });
    assert.deepEqual(run, { ran: 2, unchanged: [], failed: [], skipped: ['B'], problem: null });
  });

  it('need a rule and a Ninja build', async () => {
    const { run, args } = await made([], { modules: ['A', 'C'] });
    assert.deepEqual([run.failed, args], [['A', 'C'], []]);
    assert.match(run.problem ?? '', /no rule that links the Python library/);
    const { run: other } = await made([], { generator: 'Unix Makefiles' });
    assert.match(other.problem ?? '', /needs a Ninja build/);
  });
});
