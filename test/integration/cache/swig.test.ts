import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { cacheStats } from '../../../server/src/cache/storage/store-summary';
import { evict } from '../../../server/src/cache/storage/evict';
import { verifyRoot } from '../../../server/src/cache/storage/verify';
import { nextFileTick } from '../../support/file-clock';
import { ActionCacheServer } from './action-cache';
import { filesUnder } from './fixture';
import { SwigFixture } from './swig-fixture';

describe('SWIG through the cache', () => {
  let fixture: SwigFixture;
  beforeEach(() => (fixture = new SwigFixture()));
  afterEach(() => fixture.dispose());

  const outcomes = async (tree = 'one'): Promise<[string, number]> => {
    const { outcome, runs } = await fixture.run(fixture.invocation(tree));
    return [outcome, runs];
  };

  it('runs once, and then restores both outputs and the warnings', async () => {
    assert.deepEqual(await outcomes(), ['miss', 1]);
    for (const file of Object.values(fixture.outputs(fixture.invocation()))) fs.rmSync(file);
    const hit = await fixture.run();
    assert.deepEqual([hit.outcome, hit.runs, hit.written.length], ['hit', 0, 2]);
    assert.match(hit.stderr.toString(), /m\.i:5: Warning 401/);
  });

  it('leaves equal outputs as they are, on a hit and after a run', async () => {
    await fixture.run();
    const { cpp, py } = fixture.outputs(fixture.invocation());
    const times = (): number[] => [cpp, py].map((file) => fs.statSync(file).mtimeMs);
    const before = times();
    await nextFileTick();
    assert.deepEqual((await fixture.run()).written, []);
    fixture.remove('store');
    assert.deepEqual([(await fixture.run()).outcome, times()], ['miss', before]);
    fs.appendFileSync(py, 'changed');
    assert.deepEqual((await fixture.run()).written, [py]);
    assert.equal(times()[0], before[0]);
  });

  it('hits in another worktree, and translates the warnings', async () => {
    await fixture.run();
    fixture.tree('two/deeper/below');
    assert.deepEqual(await outcomes('two/deeper/below'), ['hit', 0]);
  });

  it('does not translate an output that names a tree', async () => {
    fixture.write('one/build/Typedefs/beside.i', `const char * where = "${fixture.path('one/src')}";\n`);
    await fixture.run();
    fixture.tree('two');
    fixture.write('two/build/Typedefs/beside.i', `const char * where = "${fixture.path('one/src')}";\n`);
    assert.deepEqual(await outcomes('two'), ['miss', 1]);
    assert.deepEqual(await outcomes('one'), ['hit', 0]);
  });

  const edits: Record<string, (fixture: SwigFixture) => void> = {
    'its own .i': (f) => void f.write('one/build/Typedefs/m.i', '%module m\nint other;\n'),
    'an imported .i': (f) => void f.write('one/src/second/base.i', 'struct Base { int c; };\n'),
    'an .i imported by an imported one': (f) => void f.write('one/src/second/deep/deepest.i', 'int x;\n'),
    'a listed file of the library': (f) => void f.write('swig/share/swig/4.3/std/vector.i', 'int v;\n'),
    'a file of the library that is not listed': (f) =>
      void f.write('swig/share/swig/4.3/python/pyrun.swg', 'int run;\n'),
    'the program': (f) => void f.write('swig/bin/swig', Buffer.from('\x7fELF another', 'latin1')),
    'a file that shadows an import': (f) => void f.write('one/src/first/base.i', 'int shadow;\n'),
    'a file that shadows an import in a subfolder': (f) =>
      void f.write('one/src/first/deep/deepest.i', 'int shadow;\n'),
    'a file that shadows one of the library': (f) => void f.write('one/src/first/pyrun.swg', 'int shadow;\n'),
    'a file in swig_lib': (f) => void f.write('one/build/Typedefs/swig_lib/std/vector.i', 'int shadow;\n'),
    'a file in the current folder': (f) => void f.write('one/build/Typedefs/base.i', 'int shadow;\n'),
  };
  for (const [what, edit] of Object.entries(edits))
    it(`runs again after an edit: ${what}`, async () => {
      await fixture.run();
      edit(fixture);
      assert.deepEqual(await outcomes(), ['miss', 1]);
      assert.deepEqual(await outcomes(), ['hit', 0]);
    });

  it('hits again after an edit was undone, and keeps several entries', async () => {
    for (const text of ['int a;\n', 'int b;\n', 'int c;\n']) {
      fixture.write('one/build/Typedefs/beside.i', text);
      assert.deepEqual(await outcomes(), ['miss', 1]);
    }
    for (const text of ['int a;\n', 'int b;\n', 'int c;\n']) {
      fixture.write('one/build/Typedefs/beside.i', text);
      assert.deepEqual(await outcomes(), ['hit', 0]);
    }
  });

  it('keeps at most eight entries of a key', async () => {
    for (let n = 0; n < 12; n++) {
      fixture.write('one/build/Typedefs/beside.i', `int n${n};\n`);
      await fixture.run();
    }
    assert.equal(filesUnder(path.join(fixture.store, 'a1')).length, 8);
  });

  it('stores no failed run, and reports it each time', async () => {
    fixture.write('one/build/Typedefs/beside.i', '%fail\n');
    for (let n = 0; n < 2; n++) {
      const { outcome, exitCode, runs } = await fixture.run();
      assert.deepEqual([outcome, exitCode, runs], ['failed', 1, 1]);
    }
    assert.deepEqual(filesUnder(path.join(fixture.store, 'a1')), []);
  });

  it('does not store a run whose inputs changed meanwhile, even if they changed back', async () => {
    const file = fixture.path('one/src/second/base.i');
    const text = fs.readFileSync(file);
    fixture.double.hooks = { beforeWrite: () => fs.writeFileSync(file, text) };
    const { notStored } = await fixture.run();
    assert.deepEqual(notStored, { kind: 'input-changed', subject: file });
    fixture.double.hooks = { beforeWrite: () => fixture.write('one/src/first/base.i', 'int shadow;\n') };
    assert.equal((await fixture.act()).notStored?.kind, 'input-changed');
  });

  it('does not store a run that may read a file that SWIG does not list', async () => {
    fixture.write('one/src/second/code.py', 'x = 1\n');
    fixture.write('one/build/Typedefs/beside.i', '%insert("python") "code.py"\n');
    const { notStored } = await fixture.run();
    assert.deepEqual(notStored, {
      kind: 'unlisted-input',
      subject: fixture.path('one/build/Typedefs/beside.i'),
    });
    fixture.write('one/src/second/code.py', 'x = 2\n');
    assert.deepEqual(await outcomes(), ['miss', 1]);
  });

  for (const damage of ['missing', 'damaged', 'empty'] as const)
    it(`restores nothing if a content is ${damage}`, async () => {
      await fixture.run();
      const { cpp, py } = fixture.outputs(fixture.invocation());
      for (const name of filesUnder(path.join(fixture.store, 'cas'))) {
        const blob = path.join(fixture.store, 'cas', name);
        for (const file of [cpp, py]) fs.writeFileSync(file, 'old');
        const bytes = fs.readFileSync(blob);
        if (damage === 'missing') fs.rmSync(blob);
        else fs.writeFileSync(blob, damage === 'empty' ? '' : Buffer.from(bytes).fill(7, bytes.length >> 1));
        let seen = '';
        fixture.double.hooks = {
          beforeWrite: () => (seen = fs.readFileSync(cpp, 'utf8') + fs.readFileSync(py, 'utf8')),
        };
        assert.deepEqual(await outcomes(), ['miss', 1], name);
        assert.equal(seen, 'oldold', 'an output was replaced before all were verified');
        fixture.double.hooks = {};
        for (const file of [cpp, py]) fs.rmSync(file);
        assert.deepEqual(await outcomes(), ['hit', 0], 'the run did not repair the entry');
      }
    });

  it('writes only the outputs of the command, whatever an entry names', async () => {
    await fixture.run();
    const [name = ''] = filesUnder(path.join(fixture.store, 'a1'));
    const file = path.join(fixture.store, 'a1', name);
    const text = fs.readFileSync(file, 'utf8');
    for (const other of [
      fixture.path('elsewhere'),
      `${fixture.path('one/build/cpp')}/../../evil`,
      'relative',
    ]) {
      fs.writeFileSync(file, text.replace(/"path":"[^"]*m\.py"/, `"path":${JSON.stringify(other)}`));
      assert.deepEqual(await outcomes(), ['miss', 1]);
      assert.equal(fs.existsSync(other), false);
    }
  });

  it('does not replace a link by a file', async () => {
    await fixture.run();
    const { cpp } = fixture.outputs(fixture.invocation());
    const target = fixture.path('one/build/target.cpp');
    fs.renameSync(cpp, target);
    fs.symlinkSync(target, cpp);
    fs.writeFileSync(target, 'old');
    assert.equal((await fixture.run()).outcome, 'bypass');
    assert.equal(fs.lstatSync(cpp).isSymbolicLink(), true);
  });

  it('runs SWIG directly for commands that it does not know', async () => {
    for (const more of [['-E'], ['-M'], ['-oh', 'x.h'], ['@file']]) {
      const { outcome } = await fixture.act(fixture.invocation('one', ...more));
      assert.equal(outcome, 'bypass', more.join(' '));
    }
    fixture.write('swig/bin/swig', '#!/bin/sh\nexec real-swig "$@"\n');
    assert.equal((await fixture.run()).outcome, 'bypass');
  });

  it('writes the depfile that a command asks for, on a hit too', async () => {
    const depfile = fixture.path('one/build/d');
    for (const outcome of ['miss', 'hit']) {
      fs.rmSync(depfile, { force: true });
      const invocation = fixture.invocation('one', '-MMD', '-MF', depfile);
      assert.equal((await fixture.run(invocation)).outcome, outcome);
      const [target, ...read] = fs.readFileSync(depfile, 'utf8').split(/[\s\\]+/);
      assert.equal(target, `${fixture.outputs(invocation).cpp}:`);
      assert.deepEqual(
        read
          .filter((name) => name !== '')
          .map((name) => path.relative(fixture.dir, name))
          .sort(),
        [
          'build/Typedefs/beside.i',
          'build/Typedefs/m.i',
          'src/second/base.i',
          'src/second/deep/deepest.i',
        ].map((name) => `one/${name}`),
      );
    }
  });

  it('takes entries from a read-only root in front', async () => {
    await fixture.run();
    fs.renameSync(fixture.store, fixture.path('lab'));
    const roots = [fixture.path('lab'), fixture.store];
    const hit = await fixture.run(undefined, { roots });
    assert.deepEqual([hit.outcome, hit.runs], ['hit', 0]);
  });

  it('is counted, verified and evicted', async () => {
    await fixture.run();
    await fixture.run();
    const stats = cacheStats([fixture.root], 1);
    assert.deepEqual(stats.counters.actions.swig?.outcomes, { hit: 1, miss: 1 });
    assert.deepEqual([stats.roots[0]?.actionEntries, stats.roots[0]?.blobs], [1, 3]);
    assert.deepEqual((await verifyRoot(fixture.root)).problems, []);
    const [blob = ''] = filesUnder(path.join(fixture.store, 'cas'));
    fs.writeFileSync(path.join(fixture.store, 'cas', blob), 'damaged');
    const { problems } = await verifyRoot(fixture.root, { fix: true });
    assert.deepEqual([problems.length, problems[0]?.removed], [1, true]);
    assert.match((await verifyRoot(fixture.root)).problems[0]?.problem ?? '', /which is not in the store/);
    const nowMs = Date.now() + 3600_000;
    evict([fixture.root], { maxBytes: 2 ** 30, maxAgeDays: 0, nowMs, force: true });
    assert.deepEqual(
      [...filesUnder(path.join(fixture.store, 'a1')), ...filesUnder(path.join(fixture.store, 'cas'))],
      [],
    );
  });

  it('is never left by eviction with an entry whose contents are gone', async () => {
    for (let n = 0; n < 6; n++) {
      fixture.write('one/build/Typedefs/beside.i', `int n${n};\n${'x'.repeat(n * 100)}\n`);
      await fixture.run();
      await nextFileTick();
    }
    let { bytes } = await verifyRoot(fixture.root);
    for (; bytes > 100; bytes -= 150) {
      evict([fixture.root], { maxBytes: bytes, nowMs: Date.now(), force: true });
      assert.deepEqual((await verifyRoot(fixture.root)).problems, []);
    }
  });

  it('is shared through a remote', async () => {
    const server = new ActionCacheServer();
    const url = await server.start();
    try {
      const options = { remote: { url, readOnly: false } };
      assert.equal((await fixture.run(undefined, options)).outcome, 'miss');
      fixture.remove('store');
      fixture.tree('two');
      const far = await fixture.run(fixture.invocation('two'), options);
      assert.deepEqual([far.outcome, far.remote, far.runs], ['hit', 'hit', 0]);
      assert.deepEqual(await outcomes('two'), ['hit', 0]);
      fixture.remove('store');
      server.blobs.delete([...server.blobs.keys()][0] ?? '');
      for (const file of Object.values(fixture.outputs(fixture.invocation()))) fs.rmSync(file);
      assert.deepEqual((await fixture.run(undefined, options)).runs, 1);
      assert.deepEqual([server.refused, fixture.warnings], [[], []]);
    } finally {
      server.stop();
    }
  });
});
