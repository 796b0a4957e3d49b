import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { openActionCache } from '../../../server/src/cache/action-cache';
import type { ActionEntry, ActionResult } from '../../../server/src/cache/action/action';
import type { RemoteOptions } from '../../../server/src/cache/storage/remote/remote';
import { startProcess } from '../../../server/src/host/interactive-process';
import { runProcess, type ProcessRunner } from '../../../server/src/host/process';
import { tempDir, writeFiles } from '../../support/temp-dir';
import { IgeneratorFixture, MODULES } from './igenerator-fixture';
import { FaultyServer, type Fault } from './remote-servers';
import { SwigFixture } from './swig-fixture';

/*
 * Runs of igenerator and SWIG through a remote. Whatever the remote does, the outputs are those of the tool itself, and all of
 * them are there.
 */

/** What a server may do, and whether its entries are used anyway. */
const FAULTS: Record<Exclude<Fault, 'none'>, 'hit' | 'miss'> = {
  slow: 'hit',
  stall: 'miss',
  lie: 'miss',
  cut: 'miss',
  error: 'miss',
  redirect: 'miss',
  flood: 'miss',
  forget: 'miss',
};

type Output = ActionEntry['outputs'][number];
/** Entries that nobody has made who runs this program. `outside` is a file that no run may write. */
const HOSTILE: Record<string, (entry: { outputs: Output[] }, outside: string) => void> = {
  'a path outside': ({ outputs }, outside) => outputs.push({ ...outputs[0]!, path: outside }),
  'a path that leads outside': ({ outputs }, outside) =>
    outputs.push({ ...outputs[0]!, path: `\0B/../../../../../../../../../../..${outside}` }),
  'a kept path that leads outside': ({ outputs }, outside) =>
    outputs.push({ ...outputs[0]!, path: `\0K/../../../../../../../../..${outside}.index.txt` }),
  'all outputs but the first': ({ outputs }) => void outputs.shift(),
  'one output': (entry) => (entry.outputs = entry.outputs.slice(-1)),
  'no output': (entry) => (entry.outputs = []),
  'no pkl': (entry) => (entry.outputs = entry.outputs.filter((output) => !output.path.endsWith('.pkl'))),
  'a length that is a text': (entry) =>
    (entry.outputs = entry.outputs.map((output) => ({ ...output, bytes: '9' as unknown as number }))),
};

describe('runs of igenerator through a remote', function () {
  this.timeout(300_000);
  let fixture: IgeneratorFixture;
  let server: FaultyServer;
  let url: string;
  before(async () => {
    fixture = await IgeneratorFixture.create();
  });
  after(() => fixture.dispose());
  beforeEach(async () => {
    server = new FaultyServer();
    url = await server.start();
    forget();
  });
  afterEach(() => server.stop());

  /** Another machine has an empty store, and no outputs. */
  function forget(): void {
    fs.rmSync(fixture.store, { recursive: true, force: true });
    fixture.warnings.length = 0;
  }

  function removeOutputs(tree: string, module: string): void {
    const { files } = fixture.left(tree, module, { stderr: Buffer.alloc(0), exitCode: 0 });
    for (const name of Object.keys(files)) fs.rmSync(fixture.path(`${tree}/build/Wrapping/${name}`));
  }

  /** Runs a module without any output of an earlier run, and checks it. Returns how many types ran, and the processes. */
  async function run(
    tree: string,
    module: string,
    remote?: RemoteOptions,
  ): Promise<{ missed: number; drivers: number; others: string[] }> {
    removeOutputs(tree, module);
    let drivers = 0;
    const others: string[] = [];
    const counting: ProcessRunner = (request) => {
      others.push(request.args.join(' '));
      return runProcess(request);
    };
    const result = await fixture.run(
      fixture.invocation(tree, module),
      {
        startProcess: (...request) => {
          drivers++;
          return startProcess(...request);
        },
      },
      { runProcess: counting, ...(remote && { remote }) },
    );
    assert.deepEqual(fixture.left(tree, module, result), fixture.real(tree, module), `${module} in ${tree}`);
    return { missed: result.parts.filter(({ outcome }) => outcome !== 'hit').length, drivers, others };
  }

  it('restores everything in another worktree with an empty store, and igenerator does not run', async () => {
    const remote = { url, readOnly: false };
    for (const module of MODULES) assert.ok((await run('one', module, remote)).missed > 0);
    forget();
    for (const module of MODULES) {
      const { missed, drivers, others } = await run('two/below', module, { url, readOnly: true });
      assert.deepEqual([missed, drivers], [0, 0], module);
      // Only the first run asks Python where it searches modules.
      assert.deepEqual(
        others.map((args) => args.slice(0, 2)),
        module === 'ITKCommon' ? ['-c'] : [],
      );
    }
    // Everything is now in the local store.
    const far = server.requests.length;
    for (const module of MODULES) {
      const { missed, drivers, others } = await run('two/below', module, remote);
      assert.deepEqual([missed, drivers, others], [0, 0, []]);
    }
    assert.equal(server.requests.length, far);
    assert.deepEqual(fixture.warnings, []);
  });

  it('sends what it knows of igenerator even if it knew that before there was a remote', async () => {
    await run('one', 'ITKThresholding');
    const [changed = ''] = fixture.types.get('ITKThresholding') ?? [];
    fixture.choose('one', changed, 'fewer');
    await run('one', 'ITKThresholding', { url, readOnly: false });
    fixture.choose('one', changed, 'plain');
    forget();
    fixture.choose('two/below', changed, 'fewer');
    const far = await run('two/below', 'ITKThresholding', { url, readOnly: false });
    fixture.choose('two/below', changed, 'plain');
    // One driver for what the remote does not have, and none to see what igenerator loads.
    assert.equal(far.drivers, 1);
  });

  it('sends nothing to a remote that is read-only', async () => {
    assert.ok((await run('one', 'ITKThresholding', { url, readOnly: true })).missed > 0);
    assert.deepEqual(
      server.requests.filter((request) => !request.startsWith('GET')),
      [],
    );
    assert.ok(server.requests.length > 0);
  });

  it('does without a remote that fails, and says so once', async () => {
    const remote = { url, readOnly: false, timeoutMs: 400 };
    const types = fixture.types.get('ITKThresholding')?.length;
    await run('one', 'ITKThresholding', remote);
    for (const [fault, outcome] of Object.entries(FAULTS)) {
      forget();
      server.fault = fault as Fault;
      const { missed } = await run('two/below', 'ITKThresholding', remote);
      assert.equal(missed, outcome === 'hit' ? 0 : types, fault);
      const expected = outcome === 'hit' || fault === 'forget' ? 0 : 1;
      assert.equal(fixture.warnings.length, expected, `${fault}: ${fixture.warnings.join('\n')}`);
      server.fault = 'none';
      assert.equal((await run('two/below', 'ITKThresholding')).missed, 0, `${fault}: nothing was stored`);
    }
  });

  it('writes only outputs of the command, and all of them, whatever an entry of the remote says', async () => {
    const outside = fixture.path('outside');
    for (const [what, change] of Object.entries(HOSTILE)) {
      forget();
      server.content.clear();
      await run('one', 'ITKThresholding', { url, readOnly: false });
      forget();
      assert.ok(
        (await server.rewrite((entry) => change(entry as unknown as { outputs: Output[] }, outside))) > 0,
      );
      const { drivers, others } = await run('two/below', 'ITKThresholding', { url, readOnly: true });
      assert.ok(drivers > 0 || others.some((args) => args.includes('igenerator.py')), what);
      assert.deepEqual([fs.existsSync(outside), fs.existsSync(`${outside}.index.txt`)], [false, false], what);
    }
  });

  it('reads nothing from an answer about the tool that is not one', async () => {
    await run('one', 'ITKThresholding', { url, readOnly: false });
    for (const [name, body] of server.content)
      if (name.startsWith('/ac/')) server.content.set(name, body.subarray(0, body.length >> 1));
    forget();
    assert.ok((await run('two/below', 'ITKThresholding', { url, readOnly: true })).missed > 0);
  });
});

describe('runs of SWIG through a remote', function () {
  this.timeout(60_000);
  let fixture: SwigFixture;
  let server: FaultyServer;
  let remote: RemoteOptions;
  beforeEach(async () => {
    server = new FaultyServer();
    remote = { url: await server.start(), readOnly: false, timeoutMs: 400 };
    fixture = new SwigFixture();
    await fixture.run(undefined, { remote });
    elsewhere();
  });
  afterEach(() => {
    server.stop();
    fixture.dispose();
  });

  function elsewhere(): void {
    fixture.remove('store');
    for (const file of Object.values(fixture.outputs(fixture.invocation()))) fs.rmSync(file, { force: true });
  }

  for (const [fault, outcome] of Object.entries(FAULTS))
    it(`are right if the server has this fault: ${fault}`, async () => {
      server.fault = fault as Fault;
      const result = await fixture.run(undefined, { remote });
      assert.deepEqual([result.outcome, result.runs], [outcome, outcome === 'hit' ? 0 : 1]);
      const silent = outcome === 'hit' || fault === 'forget';
      assert.equal(fixture.warnings.length, silent ? 0 : 1, fixture.warnings.join('\n'));
      server.fault = 'none';
      assert.equal((await fixture.run()).outcome, 'hit');
    });

  for (const [what, change] of Object.entries(HOSTILE).filter(([name]) => name !== 'no pkl'))
    it(`write only outputs of the command, whatever an entry says: ${what}`, async () => {
      const outside = fixture.path('outside');
      assert.equal(
        await server.rewrite((entry) => change(entry as unknown as { outputs: Output[] }, outside)),
        1,
      );
      const { outcome, runs } = await fixture.run(undefined, { remote });
      assert.deepEqual([outcome, runs, fs.existsSync(outside)], ['miss', 1, false]);
    });

  it('send nothing to a remote that is read-only', async () => {
    server.requests.length = 0;
    fixture.write('one/build/Typedefs/beside.i', 'int other;\n');
    const result = await fixture.run(undefined, { remote: { ...remote, readOnly: true } });
    assert.deepEqual([result.outcome, result.runs], ['miss', 1]);
    assert.deepEqual(new Set(server.requests), new Set(['GET /ac/']));
  });
});

describe('the real SWIG through a remote', function () {
  this.timeout(60_000);
  const dir = tempDir();

  it('does not run in another worktree with an empty store, and its outputs and warnings are the same', async () => {
    for (const name of ['one', 'two/below', 'plain'])
      writeFiles(path.join(dir(), name), {
        'build/CMakeCache.txt': `CMAKE_HOME_DIRECTORY:INTERNAL=${dir()}/${name}/src\n`,
        'src/base.i': '%module base\n%inline %{ struct Base { int b; }; %}\n',
        'build/Typedefs/derived.i':
          '%module(directors="1") derived\n%feature("director") Derived;\n%import "base.i"\nstruct Derived : Base, Unknown { virtual ~Derived(); };\n',
        'build/out/.keep': '',
      });
    const server = new FaultyServer();
    const url = await server.start();
    const args = (name: string): string[] => {
      const tree = `${dir()}/${name}`;
      const outputs = ['-o', `${tree}/build/out/derivedPython.cpp`, `-I${tree}/src`];
      return [
        '-c++',
        '-python',
        ...outputs,
        '-outdir',
        `${tree}/build/out`,
        `${tree}/build/Typedefs/derived.i`,
      ];
    };
    const files = (name: string): Record<string, string> =>
      Object.fromEntries(
        fs
          .readdirSync(`${dir()}/${name}/build/out`)
          .map((file) => [file, fs.readFileSync(`${dir()}/${name}/build/out/${file}`, 'latin1')]),
      );
    let runs = 0;
    const run = (name: string): Promise<ActionResult> =>
      openActionCache({
        roots: [`${dir()}/store of ${path.basename(name)}`],
        format: 'gzip',
        maxBytes: 2 ** 30,
        environment: { PATH: process.env.PATH },
        remote: { url, readOnly: name !== 'one' },
        runProcess: (request) => {
          if (request.args[0] !== '-swiglib') runs++;
          return runProcess(request);
        },
      }).swig({ swig: 'swig', args: args(name), cwd: `${dir()}/${name}/build/Typedefs` });
    try {
      const cwd = `${dir()}/plain/build/Typedefs`;
      const { stderr, status } = spawnSync('swig', args('plain'), { cwd, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      for (const [name, outcome, count] of [
        ['one', 'miss', 1],
        ['two/below', 'hit', 1],
      ] as const) {
        const result = await run(name);
        assert.deepEqual([result.outcome, runs], [outcome, count]);
        assert.equal(result.stderr.toString(), stderr.replaceAll(`${dir()}/plain`, `${dir()}/${name}`));
        assert.deepEqual(files(name), files('plain'));
      }
    } finally {
      server.stop();
    }
  });
});
