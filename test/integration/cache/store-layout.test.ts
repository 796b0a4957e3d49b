import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { clearRoot } from '../../../server/src/cache/storage/store-summary';
import { verifyRoot } from '../../../server/src/cache/storage/verify';
import { eventually } from '../../support/eventually';
import { nextFileTick } from '../../support/file-clock';
import { filesUnder, Fixture } from './fixture';

/*
 * The store's files according to the contract, written and read here by separate code that shares nothing with the product.
 * What another implementation leaves must work, and what it needs must be there.
 */

const sha = (...parts: (string | Buffer)[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

interface Foreign {
  l1: string;
  l2: string;
  deps: [string, string][];
  incfp: string;
}

/** The keys of a fixture's run, computed only from the text of the contract. */
function foreignKeys(fixture: Fixture, scheme: 'manifest' | 'plain'): Foreign {
  const { args } = fixture.invocation();
  const castxml = sha(fixture.read('bin/castxml'));
  const flags = args.slice(2).map((argument) => `${argument}\0`);
  const folder = 'one/build/in';
  const salt = scheme === 'manifest' ? 'v2\0' : '';
  const [inc, cxx] = [fixture.read(`${folder}/T.castxml.inc`), fixture.read(`${folder}/T.cxx`)];
  const l1 = sha(salt, `castxml\0${castxml}\0`, inc, '\0', cxx, '\0', flags.join(''));
  const files = [
    'one/build/in/T.cxx',
    'one/src/first/common.h',
    'one/src/second/sub/deep.h',
    'one/src/second/version.h',
  ];
  const version = sha(fixture.read('bin/c++')).slice(0, 8);
  const deep = fixture.path('one/src/second/sub/deep.h');
  const text = `int deep = 2;\nconst char * where = "${deep}";\nint common = 1;\nint version = ${version};\nint t = 0;`;
  const l2 = scheme === 'manifest' ? sha('v2\0', `castxml\0${castxml}\0`, text) : sha('v4\0', text);
  const directories = ['first', 'second'].map((name) => fixture.path(`one/src/${name}`));
  const incfp = sha(
    'v2\0',
    ...directories.map((directory) => {
      const names = fs.readdirSync(directory).sort();
      return `${directory}\0${names.map((name) => `${name}\0`).join('')}\x01`;
    }),
  );
  return { l1, l2, incfp, deps: files.map((file) => [fixture.path(file), sha(fixture.read(file))]) };
}

function writeForeign(
  fixture: Fixture,
  keys: Foreign,
  xml: Buffer,
  format: 'gzip' | 'uncompressed',
  l1Text: string,
): void {
  const l1 = `store/l1/${keys.l1.slice(0, 2)}/${keys.l1}`;
  const l2 = `store/l2/${keys.l2.slice(0, 2)}/${keys.l2}`;
  fixture.write(`${l1}/l2_key`, l1Text);
  if (format === 'gzip') fixture.write(`${l2}/output.xml.gz`, zlib.gzipSync(xml));
  else fixture.write(`${l2}/output.xml`, xml);
  fixture.write(`${l2}/_meta.json`, JSON.stringify({ l1_key: keys.l1, l2_key: keys.l2, format }));
  fixture.write(`${l2}/_ok`, '');
}

describe('the store', () => {
  let fixture: Fixture;
  beforeEach(() => (fixture = new Fixture()));
  afterEach(() => fixture.dispose());
  const foreignManifest = (keys: Foreign): string =>
    JSON.stringify({ l2_key: keys.l2, deps: keys.deps, incfp: keys.incfp });

  for (const format of ['gzip', 'uncompressed'] as const)
    it(`is written as the contract says: ${format}`, async () => {
      const run = await fixture.run(undefined, { format });
      const keys = foreignKeys(fixture, 'manifest');
      assert.deepEqual([run.l1, run.l2], [keys.l1, keys.l2]);
      const l2 = `l2/${keys.l2.slice(0, 2)}/${keys.l2}`;
      const entry = JSON.parse(
        fixture.read(`store/l1/${keys.l1.slice(0, 2)}/${keys.l1}/l2_key`).toString(),
      ) as unknown;
      assert.deepEqual(entry, { l2_key: keys.l2, deps: keys.deps, incfp: keys.incfp });
      const meta = JSON.parse(fixture.read(`store/${l2}/_meta.json`).toString()) as unknown;
      assert.deepEqual(meta, { l1_key: keys.l1, l2_key: keys.l2, format });
      const output = format === 'gzip' ? 'output.xml.gz' : 'output.xml';
      const stored = fixture.read(`store/${l2}/${output}`);
      const xml = format === 'gzip' ? zlib.gunzipSync(stored) : stored;
      assert.equal(xml.toString(), fixture.fresh(fixture.invocation()).toString());
      assert.equal(fixture.read(`store/${l2}/_ok`).length, 0);
      assert.ok(fs.existsSync(fixture.path('store/_last_store')));
      const other = filesUnder(fixture.store).filter((file) => !/^(l1|l2|p1)\//.test(file));
      for (const file of other)
        assert.match(file, /^cas\/|^_(types|index|stats|binhash|last_store|last_check)/);
    });

  for (const format of ['gzip', 'uncompressed'] as const)
    it(`is read if another implementation wrote it: ${format}`, async () => {
      const keys = foreignKeys(fixture, 'manifest');
      writeForeign(fixture, keys, fixture.fresh(fixture.invocation()), format, foreignManifest(keys));
      const run = await fixture.run();
      assert.deepEqual([run.outcome, run.runs], ['hit-l1', '']);
    });

  it('lets a foreign entry hit only if it can be checked', async () => {
    const keys = foreignKeys(fixture, 'manifest');
    const xml = fixture.fresh(fixture.invocation());
    writeForeign(fixture, keys, xml, 'gzip', foreignManifest(keys));
    // The contract's fingerprint shows neither of them. The first file shadows nothing, and the second one is newer than the
    // entry.
    fixture.write('one/src/second/sub/unrelated.h', '');
    assert.equal((await fixture.run()).outcome, 'hit-l1');
    fixture.write('one/build/in/common.h', 'int common = 4;\n');
    assert.equal((await fixture.run()).outcome, 'miss');
  });

  it('does not treat a foreign entry as newer because it was used', async () => {
    const keys = foreignKeys(fixture, 'manifest');
    writeForeign(fixture, keys, fixture.fresh(fixture.invocation()), 'gzip', foreignManifest(keys));
    fixture.write('one/build/in/common.h', 'int common = 4;\n');
    // The effect of an implementation that hits without noticing the new file.
    const used = new Date(Date.now() + 3_600_000);
    for (const file of [
      `l1/${keys.l1.slice(0, 2)}/${keys.l1}/l2_key`,
      `l2/${keys.l2.slice(0, 2)}/${keys.l2}/_ok`,
    ])
      fs.utimesSync(path.join(fixture.store, file), used, used);
    assert.equal((await fixture.run()).outcome, 'miss');
  });

  it('rejects a foreign entry if a file was added less than a minute before it, because castxml may have missed the file', async () => {
    const keys = foreignKeys(fixture, 'manifest');
    fixture.write('one/build/in/common.h', 'int common = 4;\n');
    writeForeign(fixture, keys, Buffer.from('<CastXML/>'), 'gzip', foreignManifest(keys));
    const later = new Date(Date.now() + 30_000);
    for (const file of [
      `l1/${keys.l1.slice(0, 2)}/${keys.l1}/l2_key`,
      `l2/${keys.l2.slice(0, 2)}/${keys.l2}/_meta.json`,
    ])
      fs.utimesSync(path.join(fixture.store, file), later, later);
    assert.equal((await fixture.run()).outcome, 'miss');
  });

  it('rejects a foreign entry if a header mentions a time macro', async () => {
    const subject = fixture.write('one/src/second/version.h', 'int version = __VERSION__; // not __DATE__\n');
    const keys = foreignKeys(fixture, 'manifest');
    writeForeign(fixture, keys, fixture.fresh(fixture.invocation()), 'gzip', foreignManifest(keys));
    const verdict = await fixture.open().inspect(fixture.invocation());
    assert.deepEqual(verdict.reason, { kind: 'time-dependent', subject });
    assert.equal((await fixture.run()).outcome, 'hit-l2');
  });

  it('rejects a foreign entry if inputs beyond the contract’s keys affect the run', async () => {
    const believed = async (): Promise<boolean> => {
      const keys = foreignKeys(fixture, 'manifest');
      writeForeign(fixture, keys, fixture.fresh(fixture.invocation()), 'gzip', foreignManifest(keys));
      return (await fixture.open().inspect(fixture.invocation())).state === 'hit';
    };
    assert.equal(await believed(), true);
    fixture.environment = { ...fixture.environment, CPATH: '/absent' };
    assert.equal(await believed(), false);
    fixture.environment = { PATH: process.env.PATH };
    assert.equal(await believed(), true);
    // If a compiler is newer than the entry, its macros may be different.
    await nextFileTick();
    fixture.write('bin/c++', 'compiler 12\n');
    assert.equal((await fixture.open().inspect(fixture.invocation())).reason?.kind, 'compiler-changed');
  });

  it('ignores the check of an entry that another implementation has overwritten', async () => {
    await fixture.run();
    // Another user ran castxml with another compiler. The recorded compiler is that of the run before.
    fixture.write('bin/c++', 'compiler 13\n');
    await nextFileTick();
    const keys = foreignKeys(fixture, 'manifest');
    writeForeign(fixture, keys, fixture.fresh(fixture.invocation()), 'gzip', foreignManifest(keys));
    const run = await fixture.run();
    assert.deepEqual([run.outcome, run.l1], ['hit-l1', keys.l1]);
  });

  it('keeps the eight most recently used portable entries of a key', async () => {
    for (let i = 0; i < 10; i++) {
      fixture.write('one/src/second/version.h', `int version = ${i};\n`);
      assert.equal((await fixture.run()).outcome, 'miss');
      const minute = Date.now() / 1000 - 60 * (10 - i);
      for (const file of filesUnder(fixture.path('store/p1'))) {
        const at = fixture.path(`store/p1/${file}`);
        if (fs.statSync(at).mtimeMs > Date.now() - 30_000) fs.utimesSync(at, minute, minute);
      }
    }
    assert.equal(filesUnder(fixture.path('store/p1')).length, 8);
    fixture.remove('store/l1');
    for (const [version, outcome] of [
      [2, 'hit-portable'],
      [9, 'hit-portable'],
      [1, 'hit-l2'],
    ] as const) {
      fixture.write('one/src/second/version.h', `int version = ${version};\n`);
      assert.equal((await fixture.run()).outcome, outcome, `version ${version}`);
    }
  });

  it('finds a single L2 entry after castxml -E', async () => {
    const keys = foreignKeys(fixture, 'manifest');
    writeForeign(fixture, keys, fixture.fresh(fixture.invocation()), 'gzip', foreignManifest(keys));
    fixture.remove('store/l1');
    const run = await fixture.run();
    assert.deepEqual([run.outcome, run.runs], ['hit-l2', 'E']);
  });

  it('shows an L1 entry of the plain scheme as unverified, and never restores it', async () => {
    const keys = foreignKeys(fixture, 'plain');
    writeForeign(fixture, keys, fixture.fresh(fixture.invocation()), 'gzip', keys.l2);
    const verdict = await fixture.open({ scheme: 'plain' }).inspect(fixture.invocation());
    assert.deepEqual([verdict.state, verdict.l1, verdict.l2], ['unverified', keys.l1, keys.l2]);
    fixture.write('one/src/second/version.h', 'int version = 12;\n');
    assert.equal((await fixture.run(undefined, { scheme: 'plain' })).outcome, 'miss');
    fixture.write('one/src/second/version.h', 'int version = __VERSION__;\n');
    const run = await fixture.run(undefined, { scheme: 'plain' });
    assert.deepEqual([run.outcome, run.l2, run.runs], ['hit-l2', keys.l2, 'E']);
  });

  const DAMAGES: Record<string, (file: string) => void> = {
    truncated: (file) => fs.truncateSync(file, fs.statSync(file).size >> 1),
    empty: (file) => fs.truncateSync(file, 0),
    'bit-flipped': (file) => {
      const bytes = fs.readFileSync(file);
      const at = bytes.length >> 1;
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      fs.writeFileSync(file, bytes);
    },
    missing: (file) => fs.rmSync(file),
    'a folder': (file) => {
      fs.rmSync(file);
      fs.mkdirSync(file);
    },
  };
  for (const [damage, apply] of Object.entries(DAMAGES))
    for (const format of ['gzip', 'uncompressed'] as const)
      for (const owner of ['our', 'a foreign'] as const)
        it(`misses if ${owner} entry has an XML that is ${damage} (${format}), and replaces it`, async () => {
          // A foreign entry has nothing to detect a flipped bit in an uncompressed file. gzip has a checksum.
          if (owner === 'a foreign' && damage === 'bit-flipped' && format === 'uncompressed') return;
          const keys = foreignKeys(fixture, 'manifest');
          if (owner === 'our') await fixture.run(undefined, { format });
          else
            writeForeign(fixture, keys, fixture.fresh(fixture.invocation()), format, foreignManifest(keys));
          const folder = fixture.path(`store/l2/${keys.l2.slice(0, 2)}/${keys.l2}`);
          apply(path.join(folder, format === 'gzip' ? 'output.xml.gz' : 'output.xml'));
          assert.equal((await verifyRoot(fixture.root)).problems.length, 1);
          // The length of an uncompressed file shows this before it is read.
          if (owner === 'our' && damage === 'truncated' && format === 'uncompressed')
            assert.equal((await fixture.open().inspect(fixture.invocation())).reason?.kind, 'corrupt');
          const run = await fixture.run(undefined, { format });
          assert.equal(run.outcome, 'miss');
          assert.equal((await fixture.run()).outcome, 'hit-l1');
          assert.deepEqual((await verifyRoot(fixture.root)).problems, []);
        });

  it('ignores an entry without _ok', async () => {
    const { l2 = '' } = await fixture.run();
    fs.rmSync(fixture.path(`store/l2/${l2.slice(0, 2)}/${l2}/_ok`));
    assert.deepEqual((await fixture.open().inspect(fixture.invocation())).reason, { kind: 'evicted' });
    assert.equal((await fixture.run()).outcome, 'miss');
    assert.equal((await fixture.run()).outcome, 'hit-l1');
  });

  for (const text of [
    '',
    '{',
    '[]',
    '{"l2_key": 3}',
    'null',
    '\0'.repeat(2000),
    '{"l2_key":"'.padEnd(5000, 'a'),
  ])
    it(`misses if an L1 entry contains ${JSON.stringify(text.slice(0, 12))}`, async () => {
      const { l1 = '' } = await fixture.run();
      fixture.remove('store/p1');
      fixture.write(`store/l1/${l1.slice(0, 2)}/${l1}/l2_key`, text);
      assert.equal((await fixture.run()).outcome, 'hit-l2');
    });

  it('lets verify --fix remove unusable entries, and clear everything that is ours', async () => {
    const { l2 = '' } = await fixture.run();
    const xml = `store/l2/${l2.slice(0, 2)}/${l2}/output.xml.gz`;
    fixture.write(xml, fixture.read(xml).subarray(0, 100));
    const { problems } = await verifyRoot(fixture.root, { fix: true });
    assert.deepEqual(
      problems.map(({ removed }) => removed),
      [true],
    );
    assert.equal(fs.existsSync(fixture.path(xml)), false);
    fixture.write('store/not-ours', 'x');
    fixture.write('store/_messages/0123456789abcdef/T.castxml.txt', 'T.cxx:1:1: warning: no\n');
    assert.deepEqual((await verifyRoot(fixture.root)).problems, []);
    clearRoot(fixture.root);
    assert.deepEqual(filesUnder(fixture.store), ['not-ours']);
  });

  it('hashes a castxml binary once, and again when it is replaced by one with the same times', async () => {
    const castxml = fixture.path('bin/castxml');
    // The hash of a newer binary is not kept, because the binary may still be written.
    await eventually(() => Date.now() - fs.statSync(castxml).ctimeMs > 60, { everyMs: 10 });
    await fixture.run();
    const memo = `store/_binhash/${sha(castxml).slice(0, 16)}`;
    const stats = fs.statSync(castxml, { bigint: true });
    assert.equal(
      fixture.read(memo).toString(),
      `${stats.size} ${stats.mtimeNs} ${sha(fixture.read('bin/castxml'))}\n`,
    );
    // The stored hash is trusted while the binary is older than it.
    fixture.write(memo, `${stats.size} ${stats.mtimeNs} ${'0'.repeat(64)}\n`);
    assert.deepEqual((await fixture.open().inspect(fixture.invocation())).reason?.kind, 'castxml-changed');
    const { atime, mtime } = fs.statSync(castxml);
    fs.writeFileSync(castxml, fixture.read('bin/castxml').toString().replace('the', 'teh'));
    fs.utimesSync(castxml, atime, mtime);
    await nextFileTick();
    assert.equal(fixture.open().castxmlHash(castxml, '/'), sha(fixture.read('bin/castxml')));
  });
});
