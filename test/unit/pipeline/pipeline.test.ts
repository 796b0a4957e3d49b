import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Leftover } from '../../../server/src/build/pkl/leftovers';
import type { PklState } from '../../../server/src/shared/type-state';
import type { Verdict } from '../../../server/src/cache/api';
import { Pipeline, type PipelineChange, type PipelineSources } from '../../../server/src/pipeline/pipeline';
import { configureLabel } from '../../../server/src/shared/vocabulary';
import { buildOf } from '../../support/build';

const complete: PklState = { listed: 1, present: 1, missing: [], missingIndex: [], stampPresent: true };

describe('Pipeline', () => {
  let dir: string;
  let asked: string[];
  let verdicts: Map<string, Verdict | Error>;
  let pkl: PklState;
  let left: Leftover[];
  /** The text of every generated `.cxx` on disk, and the contents that the store was asked about instead of it. */
  let generated: string;
  let predictedContents: Map<string, string>;
  let changes: PipelineChange[];
  let pipeline: Pipeline;
  const header = (): string => path.join(dir, 'include/itkFoo.h');

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'pipeline-'));
    asked = [];
    changes = [];
    pkl = complete;
    left = [];
    generated = '';
    predictedContents = new Map();
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
        for (const [file, bytes] of invocation.contents ?? [])
          predictedContents.set(path.basename(file, '.cxx'), bytes.toString());
        const verdict = verdicts.get(name) ?? { state: 'miss', reason: { kind: 'never-cached' }, l1: 'f00d' };
        return verdict instanceof Error ? Promise.reject(verdict) : Promise.resolve(verdict);
      },
      renew: () => undefined,
      readFile: () => Promise.resolve(Buffer.from(generated)),
      readPklState: () => Promise.resolve(pkl),
      leftovers: () => Promise.resolve(left),
    };
    pipeline = new Pipeline(build, sources, (change) => changes.push(change));
  });

  afterEach(async () => {
    pipeline.dispose();
    await rm(dir, { recursive: true });
  });

  it('says unknown at first, and reports each state when it is known', async () => {
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

  it('first inspects the types of open files', async () => {
    const baz = pipeline.build.types.find(({ name }) => name === 'itkBaz')!;
    pipeline.lookAtFirst([baz.cxx, '/nowhere/itkOther.wrap']);
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(asked[0], 'itkBaz');
    assert.equal(asked.length, 3);
  });

  it('inspects only the types again that read a changed header', async () => {
    verdicts.set('itkFoo', { state: 'hit', l1: 'aa', deps: [header()] });
    pipeline.start();
    await pipeline.whenIdle();
    asked.length = 0;
    pipeline.pathsChanged([header()]);
    await pipeline.whenIdle();
    assert.deepEqual(asked, ['itkFoo']);
  });

  it('inspects a type again if a file changes that the build names as its input, read or not', async () => {
    const build = buildOf(dir, { A: ['itkFoo', 'itkBar'] });
    const types = build.types.map((type) =>
      type.name === 'itkBar' ? { ...type, inputs: [header()] } : type,
    );
    const looked: string[] = [];
    const sources: PipelineSources = {
      inspect: (invocation) => {
        looked.push(path.basename(invocation.args.at(-1) ?? '', '.cxx'));
        return Promise.resolve({ state: 'miss', reason: { kind: 'never-cached' }, l1: 'f00d' });
      },
      renew: () => undefined,
      readFile: () => Promise.resolve(Buffer.from('')),
      readPklState: () => Promise.resolve(complete),
      leftovers: () => Promise.resolve([]),
    };
    const own = new Pipeline({ ...build, types }, sources, () => undefined);
    own.start();
    await own.whenIdle();
    looked.length = 0;
    own.pathsChanged([header()]);
    await own.whenIdle();
    assert.deepEqual(looked, ['itkBar']);
    assert.ok(own.watchedDirectories().includes(path.dirname(header())));
    own.dispose();
  });

  it('inspects the types again if a new file appears on their include path', async () => {
    verdicts.set('itkBar', { state: 'hit', l1: 'aa', deps: [], includeDirs: [path.dirname(header())] });
    pipeline.start();
    await pipeline.whenIdle();
    asked.length = 0;
    pipeline.pathsChanged([path.join(path.dirname(header()), 'itkNew.h')]);
    await pipeline.whenIdle();
    assert.deepEqual(asked, ['itkBar']);
  });

  it('calls an XML stale if a header that ninja does not know is newer', async () => {
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

  it('reports leftovers in the pkl folder, and looks again when that folder changes', async () => {
    pipeline.start();
    await pipeline.whenIdle();
    assert.deepEqual(pipeline.leftovers(), []);
    const file = path.join(pipeline.build.layout.pkl!, 'Gone.itkGone.pkl');
    left = [{ file, kind: 'pkl', of: 'itkGone', consequence: 'It is ignored.' }];
    changes.length = 0;
    pipeline.pathsChanged([header()]);
    await pipeline.whenIdle();
    assert.deepEqual(changes, [], 'a header has nothing to do with it');
    pipeline.pathsChanged([file]);
    await pipeline.whenIdle();
    assert.deepEqual(
      changes.map(({ leftovers }) => leftovers),
      [left],
    );
  });

  it('reports a missing pkl file, and its return', async () => {
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

  it('calls a module out of date if an XML is newer than igenerator’s outputs', async () => {
    const [foo] = pipeline.build.types;
    await writeFile(pipeline.build.modules[0]!.stamp!, '');
    await setTime(pipeline.build.modules[0]!.stamp!, 1000);
    await writeFile(foo!.xml, '<xml/>');
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(pipeline.module('A')?.state, 'out-of-date');
  });

  it('calls a module out of date if an output that ninja tracks is missing, until it is back', async () => {
    const [foo] = pipeline.build.types;
    const [module] = pipeline.build.modules;
    // The pipeline already knows the module's output.
    const [idx] = module!.igeneratorOutputs as [string];
    const interfaces = path.join(pipeline.build.layout.pkl!, 'itkFoo.i');
    Object.assign(module!, { stamp: null, stampGeneration: 'none', igeneratorOutputs: [idx, interfaces] });
    for (const file of [foo!.xml, idx, interfaces]) await writeFile(file, '');
    await setTime(foo!.xml, 1000);
    await rm(idx);
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(pipeline.module('A')?.state, 'out-of-date');
    await writeFile(idx, '');
    pipeline.pathsChanged([idx]);
    await pipeline.whenIdle();
    assert.equal(pipeline.module('A')?.state, 'complete');
  });

  it('looks at all outputs of a module, even if only one of them was reported', async () => {
    const [module] = pipeline.build.modules;
    const [reported] = module!.igeneratorOutputs as [string];
    const other = path.join(pipeline.build.layout.pkl!, 'A_snake_case.py');
    Object.assign(module!, { stamp: null, stampGeneration: 'none', igeneratorOutputs: [reported, other] });
    pipeline.start();
    await pipeline.whenIdle();
    assert.notEqual(pipeline.module('A')?.state, 'complete');
    for (const file of [reported, other]) await writeFile(file, '');
    pipeline.pathsChanged([reported]);
    await pipeline.whenIdle();
    assert.equal(pipeline.module('A')?.state, 'complete');
  });

  it('does not call it out of date for an old output that igenerator did not have to rewrite', async () => {
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

  it('keeps the other states if one type cannot be inspected', async () => {
    verdicts.set('itkFoo', new Error('the store is on fire'));
    verdicts.set('itkBar', { state: 'hit', l1: 'aa' });
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(pipeline.type('itkFoo')?.state, 'unknown');
    assert.equal(pipeline.type('itkBar')?.state, 'hit');
  });

  it('watches the inputs, the pkl folder, the .wrap files and the files that the types read', async () => {
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

  describe('the result of an evaluation', () => {
    const cxx = (...types: string[]): string =>
      `namespace wrappers{\n${types.map((type) => `using itkFoo${type[0]!.toUpperCase()} = itk::Foo< ${type} >;\n`).join('')}}\n`;
    const input = (name: string, text: string | null, module = 'A') => ({
      name,
      module,
      wrap: `/src/${name}.wrap`,
      cxx: text,
    });

    beforeEach(async () => {
      generated = cxx('float', 'int');
      pipeline.start();
      await pipeline.whenIdle();
      asked.length = 0;
    });

    it('is nothing if CMake would write the same as before', async () => {
      pipeline.evaluated({ types: [input('itkFoo', generated)], removed: [], whole: false });
      await pipeline.whenIdle();
      assert.equal(pipeline.type('itkFoo')?.configure, null);
    });

    it('counts what configuring would add and remove, and asks the store for the key', async () => {
      verdicts.set('itkFoo', { state: 'hit', l1: 'beef' });
      const text = cxx('double', 'short', 'float');
      pipeline.evaluated({ types: [input('itkFoo', text)], removed: [], whole: false });
      await pipeline.whenIdle();
      const need = pipeline.type('itkFoo')!.configure!;
      assert.deepEqual(need, {
        kind: 'changed',
        added: ['itkFooD', 'itkFooS'],
        removed: ['itkFooI'],
        changed: [],
        l1: 'beef',
        state: 'hit',
        reason: null,
      });
      assert.equal(configureLabel(need), 'configure needed: +2 −1 instantiations');
      assert.equal(predictedContents.get('itkFoo'), text);
      pipeline.evaluated({ types: [input('itkFoo', generated)], removed: [], whole: false });
      await pipeline.whenIdle();
      assert.equal(pipeline.type('itkFoo')!.configure, null);
    });

    it('lists a type that the build does not have, until it is removed', async () => {
      pipeline.evaluated({ types: [input('itkNew', cxx('float'))], removed: [], whole: false });
      await pipeline.whenIdle();
      const [type] = pipeline.newTypes();
      assert.deepEqual([type?.name, type?.configure.kind, type?.configure.l1], ['itkNew', 'new', 'f00d']);
      assert.deepEqual(asked, ['itkNew']);
      assert.deepEqual(changes.at(-1)?.newTypes, [type]);
      pipeline.evaluated({ types: [], removed: ['itkNew'], whole: false });
      await pipeline.whenIdle();
      assert.deepEqual(pipeline.newTypes(), []);
      assert.deepEqual(changes.at(-1)?.newTypes, []);
    });

    it('marks a type as gone if a full evaluation does not have it', async () => {
      const types = ['itkFoo', 'itkBar'].map((name) => input(name, generated));
      pipeline.evaluated({ types, removed: [], whole: true });
      await pipeline.whenIdle();
      const need = pipeline.type('itkBaz')!.configure!;
      assert.deepEqual([need.kind, need.removed], ['gone', ['itkFooF', 'itkFooI']]);
      assert.equal(pipeline.type('itkFoo')!.configure, null);
    });
  });

  it('inspects a type again whose entry was stored after its XML was seen', async () => {
    const [foo, bar] = pipeline.build.types;
    await writeFile(foo!.xml, '');
    await writeFile(bar!.xml, '');
    await setTime(bar!.xml, 2000);
    pipeline.start();
    await pipeline.whenIdle();
    assert.equal(pipeline.type('itkFoo')?.state, 'miss');
    verdicts.set('itkFoo', { state: 'hit', l1: 'aa', l2: 'bb', root: '/store', deps: [] });
    asked = [];
    pipeline.storeChanged();
    await pipeline.whenIdle();
    assert.equal(pipeline.type('itkFoo')?.state, 'hit');
    assert.deepEqual(asked, ['itkFoo'], 'an old XML, or none, is of no run that has just been stored');
    pipeline.storeChanged();
    await pipeline.whenIdle();
    assert.deepEqual(asked, ['itkFoo'], 'a hit is known');
  });
});

/** Sets the modification time of a file, in seconds since 1970. */
async function setTime(file: string, seconds: number): Promise<void> {
  await utimes(file, seconds, seconds);
}
