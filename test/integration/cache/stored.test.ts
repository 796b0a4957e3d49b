import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readCounters } from '../../../server/src/cache/storage/stats';
import { missReasonText } from '../../../server/src/shared/reasons';
import { Fixture } from './fixture';

/** Which runs are stored, and that the others say why they are not. */
describe('storing runs', () => {
  let fixture: Fixture;
  beforeEach(() => (fixture = new Fixture()));
  afterEach(() => fixture.dispose());

  it('does not count a file that only a #line names as an input', async () => {
    fixture.write('one/src/first/common.h', '#line 1 "/no/such/folder/grammar.y"\nint common;\n');
    const { l1 = '' } = await fixture.run();
    assert.equal((await fixture.run()).outcome, 'hit-l1');
    const check = fixture.read(`store/l1/${l1.slice(0, 2)}/${l1}/_check.json`).toString();
    const { watch, unread } = JSON.parse(check) as { watch: string[]; unread: boolean };
    assert.equal(unread, true);
    assert.ok(!watch.some((folder) => ['/', '/no', '/no/such'].includes(folder)), watch.join(' '));
    // The same holds in another build directory.
    fixture.buildTree('one', 'other/build');
    assert.equal((await fixture.run(fixture.invocation('other/build'))).outcome, 'hit-portable');
  });

  it('allows the folder for temporary files as an include directory', async () => {
    const before = process.env.TMPDIR;
    process.env.TMPDIR = fixture.path('tmp');
    fixture.write('tmp/local.h', 'int local;\n');
    fixture.write('one/build/in/T.castxml.inc', `"-I${fixture.path('tmp')}"\n`);
    fixture.write('one/build/in/T.cxx', '#include <local.h>\nint t;\n');
    try {
      // The first run creates this user's own folder in it.
      await fixture.run();
      await fixture.run();
      assert.equal((await fixture.run()).outcome, 'hit-l1');
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });

  const EVENTS: Record<string, { happen: (f: Fixture) => void; kind: string; text: RegExp }> = {
    'a file that is added to and removed from an include directory': {
      happen(f) {
        f.write('one/src/first/passing.h', '');
        f.remove('one/src/first/passing.h');
      },
      kind: 'directory-busy',
      text: /files were added to or removed from first\/ while castxml ran/,
    },
    'a header that is modified': {
      happen: (f) => void f.write('one/src/second/version.h', 'int version = 9;\n'),
      kind: 'input-changed',
      text: /version\.h changed while castxml ran/,
    },
  };
  for (const [name, { happen, kind, text }] of Object.entries(EVENTS))
    it(`excludes a run with ${name} while castxml runs, and names the reason`, async () => {
      fixture.runner.hooks = { beforeWrite: (stage) => stage === 'castxml' && happen(fixture) };
      const result = await fixture.open().run(fixture.invocation());
      assert.equal(result.notStored?.kind, kind);
      assert.equal(fs.existsSync(fixture.path('store/l2')), false);
      fixture.runner.hooks = {};
      if (kind !== 'input-changed') {
        const { reason } = await fixture.open().inspect(fixture.invocation());
        assert.match(reason ? missReasonText(reason) : '', text);
      }
      assert.deepEqual(readCounters(fixture.root).notStored, { [kind]: 1 });
      assert.equal((await fixture.run()).outcome, 'miss');
      assert.equal((await fixture.run()).outcome, 'hit-l1');
    });

  it('excludes a run whose source cannot be found, even if castxml finds it', async () => {
    const invocation = fixture.invocation();
    const lost = {
      ...invocation,
      args: invocation.args.map((arg) => (arg.endsWith('.cxx') ? 'lost.cxx' : arg)),
    };
    const runProcess = () => {
      fs.writeFileSync(fixture.path('one/build/in/T.xml'), '<xml/>');
      return Promise.resolve({ code: 0, signal: null, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) });
    };
    const result = await fixture.open({ runProcess }).run(lost);
    assert.deepEqual(
      [result.exitCode, result.outcome, result.notStored?.kind],
      [0, 'miss', 'input-not-found'],
    );
    assert.equal(fs.existsSync(fixture.path('store/l2')), false);
  });

  for (const kind of ['an L1 entry', 'a portable entry'] as const)
    it(`misses on ${kind} of an earlier version that has an input "missing, unchanged"`, async () => {
      const { l1 = '' } = await fixture.run();
      const header = fixture.path('one/src/second/version.h');
      if (kind === 'an L1 entry') {
        fixture.remove('store/p1');
        const folder = `store/l1/${l1.slice(0, 2)}/${l1}`;
        const entry = withoutDigest(fixture.read(`${folder}/l2_key`), (name) => name === header);
        fixture.write(`${folder}/l2_key`, entry);
        const check = JSON.parse(fixture.read(`${folder}/_check.json`).toString()) as object;
        const of = createHash('sha256').update(entry).digest('hex');
        fixture.write(`${folder}/_check.json`, JSON.stringify({ ...check, of }));
      } else {
        fixture.remove('store/l1');
        const [file = ''] = fs
          .readdirSync(fixture.path('store/p1'), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.json'));
        const name = path.join('store/p1', file);
        fixture.write(
          name,
          withoutDigest(fixture.read(name), (dep) => dep.endsWith('/version.h')),
        );
      }
      // Earlier versions recorded escaped names like this: missing then and missing now.
      const { state, reason } = await fixture.open().inspect(fixture.invocation());
      assert.equal(state, 'miss', JSON.stringify(reason));
      if (kind === 'an L1 entry')
        assert.deepEqual(reason, { kind: 'input-missing', subject: `${header}.lost` });
      assert.equal((await fixture.run()).outcome, 'hit-l2');
      assert.equal((await fixture.run()).outcome, 'hit-l1');
    });
});

/** A manifest in which the name of an existing file is replaced by a missing one. */
function withoutDigest(manifest: Buffer, isIt: (name: string) => boolean): string {
  const json = JSON.parse(manifest.toString()) as { deps: [string, string][] };
  const deps = json.deps.map(([name, digest]) => (isIt(name) ? [`${name}.lost`, ''] : [name, digest]));
  return JSON.stringify({ ...json, deps });
}
