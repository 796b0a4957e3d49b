import assert from 'node:assert/strict';
import { Command } from 'commander';
import fs from 'node:fs';
import { PassThrough } from 'node:stream';
import { registerCacheCommands } from '../../../server/src/cli/commands/cache';
import { CannotAsk } from '../../../server/src/cli/exit';
import { Fixture } from './fixture';

/** Runs `itk-wrap cache …`, and checks its output and its exit code. */
describe('itk-wrap cache', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = new Fixture();
    await fixture.run();
    await fixture.run();
  });
  afterEach(() => fixture.dispose());

  async function cache(...args: string[]): Promise<{ out: string; code: number }> {
    const program = new Command('itk-wrap').exitOverride();
    registerCacheCommands(program);
    let out = '';
    const write = process.stdout.write.bind(process.stdout);
    const before = process.exitCode;
    process.exitCode = 0;
    process.stdout.write = (text: string | Uint8Array) => {
      out += text.toString();
      return true;
    };
    try {
      await program.parseAsync(['node', 'itk-wrap', 'cache', ...args, '--cache-dir', fixture.store]);
      return { out, code: process.exitCode };
    } finally {
      process.stdout.write = write;
      process.exitCode = before;
    }
  }

  it('stats: shows entries, outcomes and reasons', async () => {
    const { out } = await cache('stats', '--json');
    const stats = JSON.parse(out);
    assert.equal(stats.roots[0].l2Entries, 1);
    assert.deepEqual(stats.counters.outcomes, { miss: 1, 'hit-l1': 1 });
    assert.deepEqual(stats.counters.reasons, { 'never-cached': 1 });
    assert.deepEqual(stats.roots[0].counters, stats.counters);
    assert.equal(stats.hitRate, 0.5);
    assert.match((await cache('stats')).out, /hit rate: 50\.0%/);
  });

  it('verify: fails until the store is fixed', async () => {
    assert.equal((await cache('verify')).code, 0);
    const { l2 = '' } = await fixture.open().inspect(fixture.invocation());
    fs.truncateSync(fixture.path(`store/l2/${l2.slice(0, 2)}/${l2}/output.xml.gz`), 20);
    assert.equal((await cache('verify')).code, 1);
    const { out, code } = await cache('verify', '--fix', '--json');
    assert.deepEqual([JSON.parse(out)[0].problems.length, code], [1, 0]);
    assert.equal((await cache('verify')).code, 0);
  });

  it('evict: removes entries by age and by size, and only if necessary', async () => {
    assert.equal(JSON.parse((await cache('evict', '--days', '1', '--json')).out).removed.entries, 0);
    assert.match((await cache('evict', '--days', '0')).out, /nothing was stored since/);
    const { removed, left } = JSON.parse((await cache('evict', '--max-size', '1K', '--force', '--json')).out);
    assert.ok(removed.entries >= 3 && left.bytes <= 1024, JSON.stringify({ removed, left }));
    await assert.rejects(cache('evict', '--days', 'soon'));
  });

  /** Simulates a terminal at which the user types this text, and then the end of the input. */
  async function answering(text: string, run: () => Promise<{ code: number }>): Promise<number> {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end(text);
    const own = Object.getOwnPropertyDescriptor(process, 'stdin');
    const write = process.stderr.write.bind(process.stderr);
    Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
    process.stderr.write = () => true;
    try {
      return (await run()).code;
    } finally {
      process.stderr.write = write;
      Object.defineProperty(process, 'stdin', own ?? {});
    }
  }

  it('clear: asks for confirmation, unless with --yes, and fails if it cannot ask', async () => {
    const clear = (): Promise<{ code: number }> => cache('clear');
    for (const no of ['', '\n', 'n\n', 'yesterday\n']) {
      assert.equal(await answering(no, clear), 1);
      assert.ok(fs.readdirSync(fixture.store).length > 0, `emptied at ${JSON.stringify(no)}`);
    }
    assert.equal(await answering('y\n', clear), 0);
    assert.deepEqual(fs.readdirSync(fixture.store), []);
    await fixture.run();
    const nobody = Object.getOwnPropertyDescriptor(process.stdin, 'isTTY');
    Object.defineProperty(process.stdin, 'isTTY', { value: false, configurable: true });
    await assert.rejects(clear(), CannotAsk);
    if (nobody) Object.defineProperty(process.stdin, 'isTTY', nobody);
    assert.ok(fs.readdirSync(fixture.store).length > 0);
    await cache('clear', '--yes');
    assert.deepEqual(fs.readdirSync(fixture.store), []);
  });
});
