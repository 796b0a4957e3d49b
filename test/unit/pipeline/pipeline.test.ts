import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PklState } from '../../../server/src/build/types';
import type { Verdict } from '../../../server/src/cache/types';
import { Pipeline, type PipelineChange, type PipelineSources } from '../../../server/src/pipeline/pipeline';
import { buildOf } from '../../support/build';

const complete: PklState = { listed: 1, present: 1, missing: [], missingIndex: [], stampPresent: true };

describe('Pipeline', () => {
  let dir: string;
  let asked: string[];
  let verdicts: Map<string, Verdict | Error>;
  let pkl: PklState;
  let changes: PipelineChange[];
  let pipeline: Pipeline;
  const header = (): string => path.join(dir, 'include/itkFoo.h');

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'pipeline-'));
    asked = [];
    changes = [];
    pkl = complete;
    verdicts = new Map();
    const build = buildOf(dir, { A: ['itkFoo', 'itkBar'], B: ['itkBaz'] });
    for (const folder of [build.layout.inputs, build.layout.pkl!, path.dirname(header())])
      await mkdir(folder, { recursive: true });
    await writeFile(header(), '');
    for (const type of build.types) {
      for (const file of [type.cxx, type.inc]) await writeFile(file, '');
      await setTime(header(), 1000);
      for (const file of [type.cxx, type.inc]) await setTime(file, 1000);
    }
    const sources: PipelineSources = {
      inspect(invocation) {
        const name = path.basename(invocation.args.at(-1) ?? '', '.cxx');
        asked.push(name);
        const verdict = verdicts.get(name) ?? { state: 'miss', reason: { kind: 'never-cached' }, l1: 'f00d' };
        return verdict instanceof Error ? Promise.reject(verdict) : Promise.resolve(verdict);
      },
      renew: () => undefined,
      readInstantiations: () => Promise.resolve([]),
      readPklState: () => Promise.resolve(pkl),
    };
    pipeline = new Pipeline(build, sources, (change) => changes.push(change));
  });

  afterEach(async () => {
    pipeline.dispose();
    await rm(dir, { recursive: true });
  });

  it('says unknown before it has looked, and tells each state once it has', async () => {
    assert.deepEqual(new Set(pipeline.allTypes().map(({ state }) => state)), new Set(['unknown']));
    verdicts.set('itkFoo', { state: 'hit', l1: 'aa', l2: 'bb', root: '/store', deps: [header()] });
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(pipeline.type('itkFoo')?.state, 'hit');
    assert.deepEqual(pipeline.type('itkBar')?.reason, { kind: 'never-cached' });
    assert.deepEqual(changes.flatMap(({ types }) => types.map(({ name }) => name)).sort(), [
      'itkBar',
      'itkBaz',
      'itkFoo',
    ]);
  });

  it('looks again only at the types that read a changed header', async () => {
    verdicts.set('itkFoo', { state: 'hit', l1: 'aa', deps: [header()] });
    pipeline.start();
    await pipeline.whenIdle();
    asked.length = 0;
    pipeline.pathsChanged([header()]);
    await pipeline.whenIdle();
    assert.deepEqual(asked, ['itkFoo']);
  });

  it('looks again at the types on whose include path a new file appears', async () => {
    verdicts.set('itkBar', { state: 'hit', l1: 'aa', deps: [], includeDirs: [path.dirname(header())] });
    pipeline.start();
    await pipeline.whenIdle();
    asked.length = 0;
    pipeline.pathsChanged([path.join(path.dirname(header()), 'itkNew.h')]);
    await pipeline.whenIdle();
    assert.deepEqual(asked, ['itkBar']);
  });

  it('calls an XML stale when a header that ninja does not know of is newer', async () => {
    const foo = pipeline.build.types[0]!;
    verdicts.set('itkFoo', { state: 'hit', l1: 'aa', deps: [header()] });
    await writeFile(foo.xml, '<xml/>');
    await setTime(foo.xml, 2000);
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(pipeline.type('itkFoo')?.xmlState, 'fresh');
    await setTime(header(), 3000);
    pipeline.pathsChanged([header()]);
    await pipeline.whenIdle();
    assert.equal(pipeline.type('itkFoo')?.xmlState, 'stale');
    assert.equal(pipeline.type('itkFoo')?.staleBecause, header());
  });

  it('tells a missing pkl, and that it is back', async () => {
    const module = pipeline.build.modules[0]!;
    await writeFile(module.stamp!, '');
    pkl = { ...complete, listed: 2, missing: [path.join(pipeline.build.layout.pkl!, 'Foo.itkFoo.pkl')] };
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(pipeline.module('A')?.state, 'pkl-missing');
    pkl = complete;
    pipeline.pathsChanged([path.join(pipeline.build.layout.pkl!, 'Foo.itkFoo.pkl')]);
    await pipeline.whenIdle();
    assert.equal(pipeline.module('A')?.state, 'complete');
    assert.deepEqual(asked.filter((name) => name === 'itkFoo').length, 1, 'no type is looked at for a pkl');
  });

  it('calls a module out of date when an XML is newer than what igenerator wrote', async () => {
    const [foo] = pipeline.build.types;
    await writeFile(pipeline.build.modules[0]!.stamp!, '');
    await setTime(pipeline.build.modules[0]!.stamp!, 1000);
    await writeFile(foo!.xml, '<xml/>');
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(pipeline.module('A')?.state, 'out-of-date');
  });

  it('does not call it out of date for an old output that igenerator had no need to write again', async () => {
    const [foo] = pipeline.build.types;
    const [module] = pipeline.build.modules;
    const index = path.join(pipeline.build.layout.pkl!, 'itkFoo.index.txt');
    Object.assign(module!, { igeneratorOutputs: [index, module!.stamp!] });
    for (const [file, time] of [
      [index, 1000],
      [foo!.xml, 2000],
      [module!.stamp!, 3000],
    ] as const) {
      await writeFile(file, '');
      await setTime(file, time);
    }
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(pipeline.module('A')?.state, 'complete');
  });

  it('keeps the other states when one type cannot be looked at', async () => {
    verdicts.set('itkFoo', new Error('the store is on fire'));
    verdicts.set('itkBar', { state: 'hit', l1: 'aa' });
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(pipeline.type('itkFoo')?.state, 'unknown');
    assert.equal(pipeline.type('itkBar')?.state, 'hit');
  });

  it('watches the inputs, the pkl folder, the .wrap files and what the types read', async () => {
    verdicts.set('itkFoo', { state: 'hit', l1: 'aa', deps: [header()], includeDirs: ['/usr/include/foo'] });
    pipeline.start();
    await pipeline.whenIdle();
    const watched = pipeline.watchedDirectories();
    for (const folder of [
      pipeline.build.layout.inputs,
      pipeline.build.layout.pkl!,
      path.dirname(header()),
      '/usr/include/foo',
    ])
      assert.ok(watched.includes(folder), folder);
  });
});

/** Sets a file's modification time, in seconds since 1970. */
async function setTime(file: string, seconds: number): Promise<void> {
  await utimes(file, seconds, seconds);
}
