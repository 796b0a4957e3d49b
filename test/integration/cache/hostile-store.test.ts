import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { cacheStats, clearRoot } from '../../../server/src/cache/storage/store-summary';
import { evict } from '../../../server/src/cache/storage/evict';
import { verifyRoot } from '../../../server/src/cache/storage/verify';
import { filesUnder, Fixture } from './fixture';

/*
 * Anyone who can write to a shared store may have put anything there. Each file of a store is replaced in turn by a link, a
 * folder, a pipe, something unreadable, or an entry that unpacks to gigabytes. Every command must end normally, every run
 * must give castxml's own XML, and nothing outside of the store may change.
 */
describe('a store that someone has tampered with', function () {
  this.timeout(300_000);
  let fixture: Fixture;
  beforeEach(() => {
    fixture = new Fixture();
    fixture.write('home/precious.txt', 'precious');
    fixture.write('home/old/notes.json', 'not JSON');
    const old = Date.now() / 1000 - 1e7;
    for (const name of ['home/precious.txt', 'home/old/notes.json', 'home/old', 'home'])
      fs.utimesSync(fixture.path(name), old, old);
  });
  afterEach(() => fixture.dispose());

  const REPLACEMENTS: Record<string, (file: string) => void> = {
    'a link to a file': (file) => fs.symlinkSync(fixture.path('home/precious.txt'), file),
    'a link to a folder': (file) => fs.symlinkSync(fixture.path('home'), file),
    'a link to itself': (file) => fs.symlinkSync(file, file),
    'a folder': (file) => fs.mkdirSync(path.join(file, 'inner'), { recursive: true }),
    'a pipe': (file) => assert.equal(spawnSync('mkfifo', [file]).status, 0),
    'a device': (file) => assert.equal(spawnSync('mknod', [file, 'c', '1', '5']).status, 0),
    'an empty file': (file) => fs.writeFileSync(file, ''),
    'a sparse gigabyte': (file) => (fs.writeFileSync(file, ''), fs.truncateSync(file, 2 ** 32)),
  };

  for (const [name, replace] of Object.entries(REPLACEMENTS))
    it(`is safe with ${name} in place of each file and folder`, async () => {
      await fixture.run();
      await fixture.run();
      const parts = filesUnder(fixture.store);
      const folders = [...new Set(parts.flatMap(foldersAbove))];
      const whole = fixture.path('whole');
      fs.cpSync(fixture.store, whole, { recursive: true, preserveTimestamps: true });
      const before = stateOf(fixture.path('home'));
      for (const part of [...parts, ...folders]) {
        fs.rmSync(fixture.store, { recursive: true, force: true });
        fs.cpSync(whole, fixture.store, { recursive: true, preserveTimestamps: true });
        const victim = path.join(fixture.store, part);
        fs.rmSync(victim, { recursive: true });
        replace(victim);
        const say = `${part} is ${name}`;
        const run = async (): Promise<void> => {
          fixture.warnings.length = 0;
          await fixture.run();
          assert.ok(fixture.warnings.length <= 1, `${say}: ${fixture.warnings.join('\n')}`);
        };
        await run();
        cacheStats([fixture.root], 1);
        await verifyRoot(fixture.root, { fix: true });
        const nowMs = Date.now() + 1e9;
        evict([fixture.root], { maxAgeDays: 0, maxBytes: 0, nowMs, force: true });
        await run();
        clearRoot(fixture.root);
        await run();
        assert.deepEqual(stateOf(fixture.path('home')), before, `${say}: something outside changed`);
      }
    });

  it('reports files that no store creates, and leaves them alone', async () => {
    await fixture.run();
    fixture.write('store/l2/aa/README', 'x');
    fs.symlinkSync(fixture.path('home'), fixture.path('store/l2/zz'));
    fs.symlinkSync(fixture.path('home'), fixture.path('store/l1/.zz.tmp'));
    fs.mkdirSync(fixture.path('store/_types/bb'), { recursive: true });
    fs.symlinkSync(
      fixture.path('home/old/notes.json'),
      fixture.path(`store/_types/bb/${'b'.repeat(32)}.json`),
    );
    const { problems } = await verifyRoot(fixture.root, { fix: true });
    assert.deepEqual(
      problems.map(({ path: file, removed }) => [path.relative(fixture.store, file), removed]).sort(),
      [
        [`_types/bb/${'b'.repeat(32)}.json`, false],
        ['l1/.zz.tmp', false],
        ['l2/aa/README', false],
        ['l2/zz', false],
      ],
    );
    evict([fixture.root], { maxAgeDays: 0, maxBytes: 0, nowMs: Date.now() + 1e10, force: true });
    assert.equal(fixture.read('home/precious.txt').toString(), 'precious');
    assert.equal(fixture.read('home/old/notes.json').toString(), 'not JSON');
  });

  it('misses if an entry unpacks to more than it says, or to gigabytes', async () => {
    const { l2 = '' } = await fixture.run();
    const folder = `store/l2/${l2.slice(0, 2)}/${l2}`;
    const bomb = zlib.gzipSync(Buffer.alloc(300 << 20), { level: 9 });
    const check = JSON.parse(fixture.read(`${folder}/_check.json`).toString()) as Record<string, unknown>;
    for (const bytes of [check.bytes, 2 ** 32, 300 << 20]) {
      fixture.write(`${folder}/output.xml.gz`, bomb);
      fixture.write(`${folder}/_check.json`, JSON.stringify({ ...check, bytes, packed: undefined }));
      const before = process.memoryUsage().rss;
      assert.equal((await fixture.run()).outcome, 'miss', `it says ${String(bytes)}`);
      assert.ok(process.memoryUsage().rss - before < 800 << 20, 'it was unpacked');
    }
  });

  it('has the permissions that ITK_WRAP_CACHE_UMASK leaves, except for private data of a user', async () => {
    const old = process.umask(0o077);
    try {
      await fixture.run(undefined, { umask: 0o002, now: () => Date.now() + 3_600_000 });
    } finally {
      process.umask(old);
    }
    const modes = (names: string[]): Set<string> =>
      new Set(names.map((name) => (fs.statSync(fixture.path(name)).mode & 0o777).toString(8)));
    const files = filesUnder(fixture.store).map((name) => `store/${name}`);
    const shared = files.filter((name) => !name.includes('/_users/'));
    assert.deepEqual([...modes(shared)], ['664']);
    const folders = shared.flatMap((name) => foldersAbove(path.relative('store', name)));
    assert.deepEqual([...modes(folders.map((name) => `store/${name}`))], ['775']);
    assert.deepEqual([...modes([`store/_users/${process.getuid?.()}`])], ['700']);
  });
});

function foldersAbove(file: string): string[] {
  const above = path.dirname(file);
  return above === '.' ? [] : [...foldersAbove(above), above];
}

/** The names, contents and times of everything in a folder. */
function stateOf(folder: string): unknown[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const { mtimeMs, mode, size } = fs.lstatSync(file);
      return [name, mtimeMs, mode, size];
    });
}
