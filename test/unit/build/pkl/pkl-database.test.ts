import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as fsPromises from 'node:fs/promises';
import path from 'node:path';
import { leftovers } from '../../../../server/src/build/pkl/leftovers';
import { repair } from '../../../../server/src/pipeline/runs/repair';
import { repairPlan } from '../../../../server/src/pipeline/runs/repair-plan';
import { moduleStateLabel } from '../../../../server/src/shared/vocabulary';
import type { BuildTree } from '../../../../server/src/build/build-tree';
import { readPklKeys } from '../../../../server/src/build/pkl/pkl-database';
import { applyWal } from '../../../../server/src/build/pkl/sqlite-snapshot';
import { readPklState } from '../../../../server/src/build/pkl/pkl';
import { PathIndex } from '../../../../server/src/pipeline/state/path-index';
import { readBuild } from '../../../../server/src/build/read-build';
import { buildFixture } from '../../../support/build-fixture';
import { tempDir, writeFiles } from '../../../support/temp-dir';

/** SQLite as igenerator uses it: Python's. */
const CREATE = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA journal_mode=" + sys.argv[2])
db.execute("CREATE TABLE IF NOT EXISTS pkl_data (key TEXT PRIMARY KEY, data BLOB)")
`;
const INSERT = `db.executemany("INSERT OR REPLACE INTO pkl_data VALUES (?, ?)", [(k, b"x" * 3000) for k in KEYS])\n`;

describe('a build whose pkl files are in a database', () => {
  const temp = tempDir();
  const pkl = 'Wrapping/Generators/Python/itk-pkl';
  const database = (): string => path.join(temp(), pkl, 'itk-pkl-v2.db');

  async function build(...keys: string[]): Promise<BuildTree> {
    writeFiles(
      temp(),
      buildFixture(
        temp(),
        '/src',
        { M: { types: ['itkA'] } },
        {
          igeneratorExtra: ` --pkl_stamp ${temp()}/${pkl}/%M.stamp`,
          extraOutput: `${pkl}/%M.stamp`,
        },
      ),
    );
    writeFiles(temp(), { [`${pkl}/itkA.index.txt`]: 'A.itkA\n', [`${pkl}/M.stamp`]: '' });
    const script = `KEYS = ${JSON.stringify(keys)}\n${INSERT}db.commit()\ndb.close()\n`;
    const run = spawnSync('python3', ['-c', CREATE + script, database(), 'DELETE'], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    return readBuild(temp());
  }

  it('lists the entries of types that no longer exist', async () => {
    const tree = await build('A.itkA', 'B.itkGone', 'Old.itkA');
    const left = (await leftovers(tree)).filter(({ kind }) => kind === 'key');
    assert.deepEqual(
      left.map(({ file, key, of }) => [file, key, of]),
      [
        [database(), 'B.itkGone', 'itkGone'],
        [database(), 'Old.itkA', 'itkA'],
      ],
    );
  });

  const harms: [string, (bytes: Buffer) => Buffer][] = [
    ['garbage', () => Buffer.from('this is no database at all, whatever its name says'.repeat(40))],
    ['truncated', (bytes) => bytes.subarray(0, 5000)],
  ];
  for (const [name, harm] of harms)
    it(`reports one that is damaged, and removes it only if asked: ${name}`, async () => {
      const tree = await build('A.itkA', ...Array.from({ length: 40 }, (_, n) => `k${n}.itkA`));
      const [module] = tree.modules;
      writeFileSync(database(), harm(readFileSync(database())));
      const state = await readPklState(tree, module!);
      assert.deepEqual(
        state.damaged?.map(({ file }) => file),
        [database()],
      );
      const plan = await repairPlan(tree, module!);
      assert.equal(plan.state, 'pkl-missing');
      assert.equal(moduleStateLabel(plan), 'itk-pkl-v2.db is damaged');
      const never = (): Promise<never> => Promise.reject(new Error('nothing is run'));
      const refused = await repair(tree, module!, plan, never);
      assert.equal(refused.ok, false);
      assert.ok(refused.message.startsWith(`${database()} is damaged (`), refused.message);
      assert.match(refused.message, /--remove-damaged/);
      assert.ok(existsSync(database()));
      await repair(tree, module!, plan, never, { removeDamaged: true });
      assert.ok(!existsSync(database()));
      // The database was written again for another module, so it is not damaged and stays.
      await build('A.itkA');
      await repair(tree, module!, plan, never, { removeDamaged: true });
      assert.ok(existsSync(database()));
    });

  it('does not report one as damaged that is empty or being written', async () => {
    const tree = await build('A.itkA');
    writeFileSync(database(), '');
    const empty = await readPklState(tree, tree.modules[0]!);
    assert.deepEqual([empty.damaged ?? [], empty.missing], [[], ['A.itkA']]);
    await build('A.itkA');
    writeFileSync(`${database()}-journal`, 'hot journal');
    assert.equal((await readPklState(tree, tree.modules[0]!)).damaged, undefined);
  });
});

describe('readPklKeys', () => {
  const temp = tempDir();
  const file = (): string => path.join(temp(), 'itk-pkl-v2.db');

  function python(script: string, mode: string): void {
    const run = spawnSync('python3', ['-c', CREATE + script, file(), mode], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
  }

  for (const mode of ['DELETE', 'WAL'])
    it(`reads a database that nobody writes, in journal mode ${mode}`, async () => {
      python(`KEYS = ["A.itkA", "B.itkB"]\n${INSERT}db.commit()\ndb.close()\n`, mode);
      const { keys, databases, unread } = await readPklKeys([temp()], fsPromises);
      assert.deepEqual([...keys].sort(), ['A.itkA', 'B.itkB']);
      assert.deepEqual(databases, [file()]);
      assert.deepEqual(unread, []);
    });

  it('sees what is committed to the WAL, but no open transaction, while another process has it open', async () => {
    const script =
      `KEYS = ["first"]\n${INSERT}db.commit()\nKEYS = ["second"] + ["k%d" % i for i in range(300)]\n${INSERT}db.commit()\n` +
      `KEYS = ["open"]\n${INSERT}print("ready", flush=True)\nsys.stdin.readline()\n`;
    const writer: ChildProcessWithoutNullStreams = spawn('python3', ['-c', CREATE + script, file(), 'WAL']);
    try {
      await new Promise((resolve) => writer.stdout.once('data', resolve));
      assert.ok(existsSync(`${file()}-wal`));
      const before = await fsPromises.readdir(temp());
      const { keys } = await readPklKeys([temp()], fsPromises);
      assert.equal(keys.size, 302);
      assert.ok(keys.has('second') && !keys.has('open'));
      assert.deepEqual(await fsPromises.readdir(temp()), before, 'nothing is written beside it');
    } finally {
      writer.stdin.end('\n');
      await new Promise((resolve) => writer.once('close', resolve));
    }
  });

  it('never sees an incomplete commit of a process that writes all the time', async function () {
    this.timeout(20_000);
    // Each commit replaces one generation of 50 keys by the next.
    const script = `
print("ready", flush=True)
import time
end = time.time() + 2
n = 0
while time.time() < end:
    n += 1
    db.execute("DELETE FROM pkl_data")
    KEYS = ["%d.%d" % (n, i) for i in range(50)]
    ${INSERT.trim()}
    db.commit()
`;
    const writer = spawn('python3', ['-c', CREATE + script, file(), 'WAL']);
    let reads = 0;
    const closed = new Promise((resolve) => writer.once('close', resolve));
    await new Promise((resolve) => writer.stdout.once('data', resolve));
    while (writer.exitCode === null) {
      const { keys, unread } = await readPklKeys([temp()], fsPromises);
      if (unread.length > 0) continue;
      const generations = new Set([...keys].map((key) => key.split('.')[0]));
      assert.ok(keys.size === 0 || (keys.size === 50 && generations.size === 1), `${keys.size} keys`);
      reads += 1;
    }
    await closed;
    assert.ok(reads > 0);
  });

  it('reports a file that is not a database, and continues', async () => {
    python(`KEYS = ["A"]\n${INSERT}db.commit()\n`, 'DELETE');
    writeFileSync(path.join(temp(), 'itk-pkl-v1.db'), 'not a database, whatever its name says; '.repeat(50));
    writeFileSync(path.join(temp(), 'itk-pkl-v3.db'), '');
    const { keys, unread } = await readPklKeys([temp()], fsPromises);
    assert.deepEqual([...keys], ['A']);
    assert.deepEqual(
      unread.map(({ file: name }) => path.basename(name)),
      ['itk-pkl-v1.db'],
    );
  });

  it('reads the complete commits of a WAL that is cut off anywhere', () => {
    const source = path.join(temp(), 'source');
    const script = `KEYS = ["a"]\n${INSERT}db.commit()\nKEYS = ["b"]\n${INSERT}db.commit()\nimport os, shutil\nshutil.copy(sys.argv[1], "${source}.db"); shutil.copy(sys.argv[1] + "-wal", "${source}.wal")\nos._exit(0)\n`;
    python(script, 'WAL');
    copyFileSync(`${source}.db`, file());
    const database = readFileSync(`${source}.db`);
    const wal = readFileSync(`${source}.wal`);
    const states = new Set<string>();
    for (let end = 0; end <= wal.length; end += 97)
      states.add(applyWal(database, wal.subarray(0, end)).toString('base64'));
    const random = Buffer.from(wal);
    for (let at = 0; at < random.length; at += 251) random[at] = (random[at] ?? 0) ^ 0x55;
    applyWal(database, random);
    // The states are: no WAL, the table created, the first commit, the second commit.
    assert.ok(states.size <= 4, `${states.size} states`);
  });

  it('returns the keys of a module that are present and missing', async () => {
    const dir = path.join(temp(), 'build');
    const pkl = 'Wrapping/Generators/Python/itk-pkl';
    const options = {
      igeneratorExtra: ` --pkl_stamp ${dir}/${pkl}/%M.stamp`,
      extraOutput: `${pkl}/%M.stamp`,
    };
    writeFiles(dir, buildFixture(dir, '/src', { M: { types: ['itkA'] } }, options));
    writeFiles(dir, { [`${pkl}/itkA.index.txt`]: 'A.itkA\nB.itkA\n', [`${pkl}/M.stamp`]: '' });
    python(`KEYS = ["A.itkA"]\n${INSERT}db.commit()\n`, 'DELETE');
    copyFileSync(file(), path.join(dir, pkl, 'itk-pkl-v2.db'));
    const build = await readBuild(dir);
    const [module] = build.modules;
    assert.ok(module);
    assert.deepEqual(await readPklState(build, module), {
      listed: 2,
      present: 1,
      missing: ['B.itkA'],
      missingIndex: [],
      stampPresent: true,
    });
  });

  it('keeps the known keys while another process writes, and reads them again afterwards', async () => {
    const dir = path.join(temp(), 'build');
    const pkl = 'Wrapping/Generators/Python/itk-pkl';
    const stamp = { igeneratorExtra: ` --pkl_stamp ${dir}/${pkl}/%M.stamp`, extraOutput: `${pkl}/%M.stamp` };
    writeFiles(dir, buildFixture(dir, '/src', { M: { types: ['itkA'] } }, stamp));
    writeFiles(dir, { [`${pkl}/itkA.index.txt`]: 'A.itkA\nB.itkA\n', [`${pkl}/M.stamp`]: '' });
    const database = path.join(dir, pkl, 'itk-pkl-v2.db');
    python(`KEYS = ["A.itkA"]\n${INSERT}db.commit()\n`, 'DELETE');
    copyFileSync(file(), database);
    const build = await readBuild(dir);
    const missing = async (): Promise<readonly string[]> =>
      (await readPklState(build, build.modules[0]!)).missing;
    assert.deepEqual(await missing(), ['B.itkA']);
    // A rollback journal with content means that the database next to it is partly written.
    writeFiles(dir, { [`${pkl}/itk-pkl-v2.db-journal`]: 'x'.repeat(600) });
    python(`KEYS = ["A.itkA", "B.itkA"]\n${INSERT}db.commit()\n`, 'DELETE');
    copyFileSync(file(), database);
    assert.deepEqual(await missing(), ['B.itkA'], 'as before');
    rmSync(`${database}-journal`);
    assert.deepEqual(await missing(), []);
    const files = ['itk-pkl-v2.db', 'itk-pkl-v2.db-wal'].map((name) => path.join(dir, pkl, name));
    for (const changed of files)
      assert.deepEqual([...new PathIndex(build).affectedBy([changed]).modules], ['M'], changed);
  });
});
