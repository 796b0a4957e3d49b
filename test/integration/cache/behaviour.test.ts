import assert from 'node:assert/strict';
import fs from 'node:fs';
import { Fixture } from './fixture';

describe('a cached run', () => {
  let fixture: Fixture;
  beforeEach(() => (fixture = new Fixture()));
  afterEach(() => fixture.dispose());

  it('starts two processes when cold and none on an L1 hit, and inspect predicts this', async () => {
    const cache = fixture.open();
    assert.deepEqual((await cache.inspect(fixture.invocation())).reason, { kind: 'never-cached' });
    const cold = await fixture.run();
    assert.deepEqual([cold.outcome, cold.runs], ['miss', 'EX']);
    const before = filesWithTimes(fixture.store);
    const verdict = await cache.inspect(fixture.invocation());
    assert.deepEqual([verdict.state, verdict.l1, verdict.l2], ['hit', cold.l1, cold.l2]);
    assert.deepEqual(filesWithTimes(fixture.store), before, 'inspect wrote to the store');
    fixture.remove('one/build/in/T.xml');
    const warm = await fixture.run();
    assert.deepEqual([warm.outcome, warm.runs], ['hit-l1', '']);
  });

  it('never starts castxml if the preprocessed text is known, however little work there is', async () => {
    await fixture.run();
    for (const part of ['l1', 'p1', '_types']) fixture.remove(`store/${part}`);
    const run = await fixture.run();
    assert.deepEqual([run.outcome, run.runs, run.reason], ['hit-l2', 'E', { kind: 'never-cached' }]);
  });

  it('starts one process on an L2 hit, after an unrelated file was added to an include directory', async () => {
    await fixture.run();
    fixture.write('one/src/first/unrelated.h', 'int unrelated;\n');
    const verdict = await fixture.open().inspect(fixture.invocation());
    assert.equal(verdict.state, 'hit');
    assert.equal(verdict.portable, true);
    fixture.remove('store/p1');
    assert.equal((await fixture.open().inspect(fixture.invocation())).state, 'hit-l2');
    const run = await fixture.run();
    assert.deepEqual([run.outcome, run.runs], ['hit-l2', 'E']);
    assert.deepEqual(run.reason, {
      kind: 'include-directory-changed',
      subject: fixture.path('one/src/first'),
    });
    assert.deepEqual((await fixture.run()).outcome, 'hit-l1');
  });

  it('starts no process in another build directory or checkout, and names its files in the XML', async () => {
    await fixture.run();
    fixture.buildTree('one', 'other-build');
    const build = await fixture.run(fixture.invocation('other-build'));
    assert.deepEqual([build.outcome, build.runs], ['hit-portable', '']);
    fixture.tree('two');
    const checkout = await fixture.run(fixture.invocation('two/build'));
    assert.deepEqual([checkout.outcome, checkout.runs], ['hit-portable', '']);
    const again = await fixture.run(fixture.invocation('two/build'));
    assert.deepEqual([again.outcome, again.runs], ['hit-portable', '']);
    fixture.write('two/src/second/sub/deep.h', 'int deep = 3;\n');
    const edited = await fixture.run(fixture.invocation('two/build'));
    assert.deepEqual([edited.outcome, edited.runs], ['miss', 'EX']);
  });

  it('escapes the files of another checkout as XML requires', async () => {
    await fixture.run();
    fixture.tree('R&D');
    assert.equal((await fixture.run(fixture.invocation('R&D/build'))).outcome, 'hit-portable');
    fixture.tree('two');
    fixture.remove('store/p1');
    fixture.remove('store/l2');
    assert.equal((await fixture.run(fixture.invocation('R&D/build'))).outcome, 'miss');
    assert.equal((await fixture.run(fixture.invocation('two/build'))).outcome, 'hit-portable');
  });

  it('does not reuse an XML in another tree if a file names its own tree', async () => {
    fixture.write('one/src/second/version.h', `const char * root = "${fixture.path('one/src')}";\n`);
    await fixture.run();
    fixture.buildTree('one', 'other-build');
    assert.equal((await fixture.run(fixture.invocation('other-build'))).outcome, 'hit-portable');
    fixture.tree('two');
    fixture.write('two/src/second/version.h', fixture.read('one/src/second/version.h'));
    assert.equal((await fixture.run(fixture.invocation('two/build'))).outcome, 'miss');
  });

  it('does not reuse an XML in a tree of another length if it contains the length of a path', async () => {
    fixture.write('one/src/second/version.h', 'const char where_it_is[] = __FILE__;\n');
    await fixture.run();
    fixture.buildTree('one', 'other-build');
    assert.equal((await fixture.run(fixture.invocation('other-build'))).outcome, 'hit-portable');
    fixture.tree('a-longer-name');
    fixture.write('a-longer-name/src/second/version.h', fixture.read('one/src/second/version.h'));
    assert.equal((await fixture.run(fixture.invocation('a-longer-name/build'))).outcome, 'miss');
  });

  it('finds the entry of each branch again when a checkout switches between branches', async () => {
    await fixture.run();
    fixture.write('one/src/first/common.h', 'int common = 7;\n');
    assert.equal((await fixture.run()).outcome, 'miss');
    fixture.write('one/src/first/common.h', '#include "sub/deep.h"\nint common = 1;\n');
    const back = await fixture.run();
    assert.deepEqual([back.outcome, back.runs], ['hit-portable', '']);
    assert.equal((await fixture.run()).outcome, 'hit-l1');
  });

  it('updates the times of the entries that it uses', async () => {
    await fixture.run();
    const old = new Date(Date.now() - 10 * 24 * 3600 * 1000);
    const used = filesWithTimes(fixture.store).map(([name]) => fixture.path(`store/${name}`));
    for (const file of used) fs.utimesSync(file, old, old);
    fs.utimesSync(fixture.path('one/build/in/T.xml'), old, old);
    assert.equal((await fixture.run()).outcome, 'hit-l1');
    const recent = used.filter(
      (file) => /\/(l1|l2|p1)\//.test(file) && fs.statSync(file).mtimeMs > Date.now() - 60_000,
    );
    assert.deepEqual(recent.map((file) => file.replace(/^.*\//, '')).sort(), ['_ok', 'l2_key']);
    assert.ok(
      fs.statSync(fixture.path('one/build/in/T.xml')).mtimeMs > Date.now() - 60_000,
      'the XML is old',
    );
  });

  it('passes on a failure and stores nothing', async () => {
    // The output of an earlier run is still there.
    fixture.write('one/build/in/T.xml', '<?xml version="1.0"?>\n<CastXML/>\n');
    fixture.runner.failure = { code: 3, stderr: 'T.cxx:1:1: error: no\n' };
    const result = await fixture.open().run(fixture.invocation());
    assert.deepEqual([result.outcome, result.exitCode], ['failed', 3]);
    assert.equal(result.stderr.toString(), 'T.cxx:1:1: error: no\n');
    assert.equal(fs.existsSync(fixture.path('store/l2')), false);
    fixture.runner.failure = null;
    fixture.remove('one/src/second/version.h');
    const broken = await fixture.open().run(fixture.invocation());
    assert.equal(broken.outcome, 'failed');
    assert.match(broken.stderr.toString(), /'version.h' file not found/);
  });

  it('runs castxml directly if there is no output or no source', async () => {
    for (const args of [['--version'], ['-o', fixture.path('x.xml')]]) {
      fixture.runner.failure = { code: 0, stderr: '' };
      const run = await fixture.open().run({ castxml: fixture.path('bin/castxml'), args, cwd: fixture.dir });
      assert.equal(run.outcome, 'bypass');
    }
    const run = await fixture.open().run(fixture.invocation(), { bypass: true });
    assert.equal(run.outcome, 'bypass');
    assert.equal(fs.existsSync(fixture.store), false);
  });

  it('keeps both formats apart and reads either', async () => {
    await fixture.run(undefined, { format: 'uncompressed' });
    assert.ok(filesWithTimes(fixture.store).some(([name]) => name.endsWith('/output.xml')));
    assert.equal((await fixture.run(undefined, { format: 'gzip' })).outcome, 'hit-l1');
  });

  it('ends castxml when it is aborted, and leaves nothing behind', async () => {
    const abort = new AbortController();
    fixture.runner.hooks.beforeWrite = () => abort.abort();
    const run = fixture.open().run(fixture.invocation(), { signal: abort.signal });
    await assert.rejects(run, { name: 'AbortError' });
    assert.equal(fs.existsSync(fixture.path('store/l2')), false);
  });

  it('explains every input', async () => {
    await fixture.run();
    fixture.write('one/src/second/version.h', 'int version = 4;\n');
    const { verdict, inputs } = await fixture.open().explain(fixture.invocation());
    assert.deepEqual(verdict.reason, {
      kind: 'header-changed',
      subject: fixture.path('one/src/second/version.h'),
    });
    const changed = inputs.filter((input) => input.state !== 'same').map((input) => input.subject);
    assert.deepEqual(changed, [fixture.path('one/src/second/version.h')]);
    const kinds = new Set(inputs.map((input) => input.kind));
    for (const kind of ['castxml', 'compiler', 'source', 'response-file', 'arguments', 'header'] as const)
      assert.ok(kinds.has(kind), kind);
  });

  it('explains a variable and a further response file, and what is known about a type without an entry', async () => {
    const states = async (): Promise<Record<string, string>> => {
      const { inputs } = await fixture.open().explain(fixture.invocation());
      return Object.fromEntries(inputs.map(({ kind, subject, state }) => [`${kind} ${subject}`, state]));
    };
    fixture.write('one/build/in/more.inc', '-Dcommon=a\n');
    const more = `@${fixture.path('one/build/in/more.inc')}\n`;
    fs.appendFileSync(fixture.path('one/build/in/T.castxml.inc'), more);
    await fixture.run();
    const file = `environment ${fixture.path('one/build/in/more.inc')}`;
    assert.equal((await states())[file], 'same');
    fixture.write('one/build/in/more.inc', '-Dcommon=b\n');
    assert.equal((await states())[file], 'changed');
    fixture.environment = { ...fixture.environment, CPATH: '/absent' };
    assert.equal((await states())['environment CPATH=/absent'], 'unknown');
    // There is no entry for another source. The record of the last run explains the rest.
    fixture.write('one/build/in/T.cxx', 'int t;\n');
    const parts = await states();
    assert.deepEqual(
      [`source ${fixture.path('one/build/in/T.cxx')}`, `castxml ${fixture.path('bin/castxml')}`, file].map(
        (part) => parts[part],
      ),
      ['changed', 'same', 'unknown'],
    );
  });
});

function filesWithTimes(folder: string): [string, number][] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = `${entry.parentPath}/${entry.name}`;
      return [file.slice(folder.length + 1), fs.statSync(file).mtimeMs] as [string, number];
    })
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
}
