import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  isOtherCommand,
  lastRun,
  lastRuns,
  type NinjaRun,
  parseNinjaLog,
} from '../../../../server/src/build/generators/ninja-log';
import { forgetInNinja, recordInNinja } from '../../../../server/src/build/generators/ninja-record';
import { buildOf } from '../../../support/build';
import { tempDir } from '../../../support/temp-dir';

/**
 * The line that ninja 1.11 writes for this command in version 5. Version 6, of ninja 1.12, has the same lines and hashes.
 */
const COMMAND = 'echo hi > out.txt';
const HASH = '92eae5e07aa70e4';
const logOf = (version: number): string =>
  `# ninja log v${version}\n0\t1\t1795839066783693261\tout.txt\t${HASH}\n`;

describe('recordInNinja', () => {
  const dir = tempDir();
  const startedMs = Date.UTC(2026, 0, 2);

  async function record(version: number): Promise<string> {
    const log = path.join(dir(), '.ninja_log');
    writeFileSync(log, logOf(version));
    const build = buildOf(dir(), { A: ['itkFoo'] }, { generator: 'Ninja' });
    const command = { argv: ['echo', 'hi'], cwd: dir(), env: {}, launcher: [], line: COMMAND };
    const run = { command, outputs: [path.join(dir(), 'out.txt')], startedMs, endedMs: startedMs + 1500 };
    await recordInNinja(build, [run], () => Promise.reject(new Error('the log tells its version')));
    return readFileSync(log, 'utf8');
  }

  for (const version of [5, 6])
    it(`continues a log of version ${version} as ninja does`, async () => {
      const log = await record(version);
      assert.ok(log.startsWith(logOf(version)));
      const added = log.slice(logOf(version).length).trimEnd().split('\n');
      for (const line of added) assert.ok(line.endsWith(`\t${HASH}`), line);
      const runs = parseNinjaLog(log, dir()).get(path.join(dir(), 'out.txt'));
      const last = { seconds: 1.5, endedMs: startedMs, hash: HASH, logVersion: version };
      assert.deepEqual(runs?.at(-1), last);
    });

  it('replaces a run that is forgotten before it begins', async () => {
    const log = path.join(dir(), '.ninja_log');
    const output = path.join(dir(), 'out.txt');
    const build = buildOf(dir(), { A: ['itkFoo'] }, { generator: 'Ninja' });
    const command = { line: COMMAND };
    const isOther = (): boolean =>
      isOtherCommand(parseNinjaLog(readFileSync(log, 'utf8'), dir()), output, { ...command });
    await forgetInNinja(build, [output]);
    assert.ok(!existsSync(log), 'without a log, ninja knows of no run');
    // The last line of a ninja that was killed.
    writeFileSync(log, `${logOf(5)}0\t1\t17958`);
    assert.ok(!isOther());
    await forgetInNinja(build, [output]);
    assert.ok(isOther());
    const runs = (): readonly NinjaRun[] => parseNinjaLog(readFileSync(log, 'utf8'), dir()).get(output) ?? [];
    assert.equal(lastRun(runs())?.hash, HASH);
    assert.equal(lastRuns(runs()).full?.seconds, 0.001);
    const run = {
      command: { argv: ['echo'], cwd: dir(), env: {}, launcher: [], line: COMMAND },
      outputs: [output],
    };
    await recordInNinja(build, [{ ...run, startedMs, endedMs: startedMs }], () =>
      Promise.reject(new Error()),
    );
    assert.ok(!isOther());
    assert.ok(runs().every(({ hash }) => hash === HASH));
  });

  it('does not change a log of an unknown version', async () => {
    assert.equal(await record(8), logOf(8));
  });
});
