import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { before } from 'mocha';
import { buildSync } from 'esbuild';
import { StoreRoot } from '../../../server/src/cache/storage/store-root';
import { readCounters } from '../../../server/src/cache/storage/stats';
import { messagesFolder } from '../../../server/src/pipeline/runs/messages-folder';
import { verifyRoot } from '../../../server/src/cache/storage/verify';
import { eventually } from '../../support/eventually';
import { Resident } from '../../support/resident';
import { filesUnder, Fixture } from './fixture';

const root = path.resolve(import.meta.dirname, '../../..');

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/**
 * The double of castxml as a separate program, and two ways to it: the launcher alone, and the default path, which `setup`
 * installs: the client that asks the resident server first.
 */
for (const way of ['the launcher', 'the client and the resident server'] as const)
  describe(`${way} as processes`, function () {
    this.timeout(240_000);
    const isResident = way !== 'the launcher';
    let fixture: Fixture;
    let wrapper: string;
    let programs: string;
    let resident: Resident;

    before(() => {
      programs = fs.mkdtempSync(path.join(fs.realpathSync('/tmp'), 'itk-cache-programs-'));
      resident = new Resident();
      wrapper = path.join(programs, 'itk-castxml-cache.js');
      const common = { absWorkingDir: root, bundle: true, platform: 'node', target: 'node20' } as const;
      buildSync({
        ...common,
        entryPoints: ['server/src/cli/launchers/itk-castxml-cache.ts'],
        outfile: wrapper,
      });
      const main = `import { runDouble } from './test/integration/cache/double';
      const { code, stderr } = runDouble(process.argv.slice(2), process.cwd(), process.env);
      process.stderr.write(stderr); process.exitCode = code;`;
      const outfile = path.join(programs, 'castxml');
      buildSync({
        ...common,
        stdin: { contents: main, resolveDir: root, loader: 'ts' },
        banner: { js: '#!/usr/bin/env node' },
        outfile,
      });
      fs.chmodSync(outfile, 0o755);
    });
    after(async () => {
      await resident.dispose();
      fs.rmSync(programs, { recursive: true, force: true });
    });

    beforeEach(() => {
      fixture = new Fixture();
      fs.copyFileSync(path.join(programs, 'castxml'), fixture.path('bin/castxml'));
      fs.chmodSync(fixture.path('bin/castxml'), 0o755);
    });
    afterEach(() => fixture.dispose());

    const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
      PATH: process.env.PATH,
      HOME: fixture.dir,
      ITK_WRAP_CACHE: fixture.store,
      DOUBLE_LOG: fixture.path('log'),
      ...(isResident && { XDG_RUNTIME_DIR: resident.folder, ITK_WRAP_CACHE_SERVER_IDLE: '120' }),
      ...more,
    });
    const commandLine = (build = 'one/build'): string[] => {
      const { castxml, args } = fixture.invocation(build);
      return [castxml, ...args];
    };
    const start = (
      args: readonly string[],
      more: NodeJS.ProcessEnv = {},
    ): Promise<Ended> & { kill: () => void } => {
      const command = isResident ? [resident.client, resident.launcher] : [process.execPath, wrapper];
      const [file = '', ...words] = [...command, ...args];
      const child = spawn(file, words, { env: environment(more), cwd: fixture.dir });
      const ended = new Promise<Ended>((resolve) => {
        let [stdout, stderr] = ['', ''];
        child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
        child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
      });
      return Object.assign(ended, { kill: () => void child.kill('SIGKILL') });
    };
    const runs = (): string[] => fixture.read('log').toString().trimEnd().split('\n');

    it('prints HIT and MISS in the format of the contract', async () => {
      const verbose = { ITK_WRAP_CACHE_VERBOSE: '1' };
      const cold = await start(commandLine(), verbose);
      assert.deepEqual([cold.code, cold.stdout, cold.stderr], [0, '', 'itk-castxml-cache: MISS T.cxx\n']);
      assert.deepEqual(runs(), ['E T.cxx', 'X T.cxx']);
      const served = isResident ? (await resident.running()).hits : 0;
      const warm = await start(commandLine(), verbose);
      assert.equal((await resident.state())?.hits ?? 0, isResident ? served + 1 : 0);
      assert.match(warm.stderr, /^itk-castxml-cache: HIT {2}T\.cxx \(l1→l2=[0-9a-f]{8}\)\n$/);
      fixture.remove('store/l1');
      fixture.remove('store/p1');
      const second = await start(commandLine(), verbose);
      assert.match(second.stderr, /^itk-castxml-cache: HIT {2}T\.cxx \(l2=[0-9a-f]{8}\)\n$/);
      assert.deepEqual(runs(), ['E T.cxx', 'X T.cxx', 'E T.cxx']);
      const quiet = await start(commandLine());
      assert.deepEqual([quiet.code, quiet.stderr], [0, '']);
    });

    it('does nothing itself with --no-cache, ITK_WRAP_CACHE_BYPASS, or a query', async () => {
      await start(['--no-cache', ...commandLine()]);
      await start(commandLine(), { ITK_WRAP_CACHE_BYPASS: '1' });
      assert.deepEqual(runs(), ['X T.cxx', 'X T.cxx']);
      assert.equal(fs.existsSync(fixture.store), false);
      const echo = await start(['/bin/echo', 'hello']);
      assert.deepEqual([echo.code, echo.stdout, echo.stderr], [0, 'hello\n', '']);
    });

    it('ends with the exit code or signal of castxml', async () => {
      fixture.remove('one/src/second/version.h');
      const failed = await start(commandLine());
      assert.equal(failed.code, 1);
      assert.match(failed.stderr, /^\S+T\.cxx:1:1: fatal error: 'version\.h' file not found\n$/);
      const absent = await start(['/no/such/castxml', ...commandLine().slice(1)]);
      assert.equal(absent.code, 127);
      assert.match(absent.stderr, /cannot run \/no\/such\/castxml/);
      const killed = await start(['/bin/sh', '-c', 'kill -TERM $$']);
      assert.equal(killed.code, 128 + 15);
      assert.equal((await start([])).code, 2);
      assert.equal((await start(['--evict', 'soon'])).code, 2);
    });

    it('stores castxml’s messages for the editor, until a run has none', async () => {
      const kept = (): string[] =>
        filesUnder(fixture.path('store/_messages')).map((file) => path.basename(file));
      const header = fixture.read('one/src/second/version.h');
      fixture.remove('one/src/second/version.h');
      assert.equal((await start(['--no-cache', ...commandLine()])).code, 1);
      assert.equal(fs.existsSync(fixture.path('store/_messages')), false);
      const failed = await start(commandLine());
      assert.deepEqual(kept(), ['T.castxml.txt']);
      const folder = messagesFolder(fixture.root, fixture.path('one/build/in'));
      assert.equal(fixture.read(`store/${folder.name}/T.castxml.txt`).toString(), failed.stderr);
      fixture.write('one/src/second/version.h', header);
      assert.equal((await start(commandLine())).code, 0);
      assert.deepEqual(kept(), []);
    });

    it('works in 64 processes with one key, and with many keys', async () => {
      for (let i = 0; i < 24; i++) fixture.buildTree('one', `build-${i}`);
      const builds = Array.from({ length: 64 }, (_, i) => (i < 40 ? 'one/build' : `build-${i - 40}`));
      // A different source for each, so that each has its own key.
      for (let i = 0; i < 24; i++) fixture.write(`build-${i}/in/T.cxx`, `#include "common.h"\nint t${i};\n`);
      const all = await Promise.all(builds.map((build) => start(commandLine(build))));
      assert.deepEqual(
        all.filter(({ code, stderr }) => code !== 0 || stderr !== ''),
        [],
      );
      for (const build of new Set(builds)) {
        const invocation = fixture.invocation(build);
        const expected = fixture.fresh(invocation).toString();
        assert.equal(fixture.read(`${build}/in/T.xml`).toString(), expected);
        assert.equal((await fixture.run(invocation)).outcome, 'hit-l1');
      }
      const { problems } = await verifyRoot(fixture.root);
      assert.deepEqual(problems, []);
      const { outcomes } = readCounters(fixture.root);
      assert.equal(
        Object.values(outcomes).reduce((sum, count) => sum + count, 0),
        64 + 25,
      );
      assert.deepEqual(leftovers(fixture), []);
    });

    it('leaves a store that verifies and no partial XML after kill -9 at any moment', async () => {
      const moments = 24;
      const timed = Date.now();
      await start(commandLine());
      const whole = Date.now() - timed;
      for (let i = 0; i < moments; i++) {
        fixture.remove('store/l2');
        if (i % 2) fixture.remove('store');
        fixture.remove('one/build/in/T.xml');
        const run = start(commandLine(), i % 3 ? {} : { ITK_WRAP_CACHE_FORMAT: 'raw' });
        setTimeout(() => run.kill(), (whole * (i + 1)) / moments);
        await run;
        const { problems } = await verifyRoot(fixture.root);
        assert.deepEqual(problems, [], `killed at ${i} of ${moments}`);
        const xml = fixture.path('one/build/in/T.xml');
        if (fs.existsSync(xml))
          assert.equal(fs.readFileSync(xml, 'utf8'), fixture.fresh(fixture.invocation()).toString());
      }
      assert.equal((await fixture.run()).outcome.replace(/hit-.*|miss/, 'fine'), 'fine');
    });

    it('costs a miss and one warning if the disk is full', async function () {
      const disk = fixture.path('disk');
      fs.mkdirSync(disk);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], {
        encoding: 'utf8',
      });
      assert.equal(
        mounted.status,
        0,
        `a small tmpfs cannot be mounted (this test needs root): ${mounted.stderr}`,
      );
      try {
        fs.writeFileSync(path.join(disk, 'filler'), Buffer.alloc(60 << 10));
        const run = await start(commandLine(), { ITK_WRAP_CACHE: path.join(disk, 'store') });
        assert.equal(run.code, 0);
        assert.match(run.stderr, /^(itk-castxml-cache: cannot write to the store \S+: ENOSPC.*\n)$/);
        assert.equal(
          fixture.read('one/build/in/T.xml').toString(),
          fixture.fresh(fixture.invocation()).toString(),
        );
        assert.deepEqual(
          filesUnder(path.join(disk, 'store')).filter((file) => file.endsWith('.tmp')),
          [],
        );
        const { problems } = await verifyRoot(new StoreRoot(path.join(disk, 'store')));
        assert.deepEqual(problems, []);
      } finally {
        spawnSync('umount', [disk]);
      }
    });

    it('reads a read-only root that is first in the list, and writes to the next root', async () => {
      await start(commandLine());
      const shared = fixture.path('shared');
      fs.renameSync(fixture.store, shared);
      const mounts = [
        ['--bind', shared, shared],
        ['-o', 'remount,ro,bind', shared],
      ];
      for (const args of mounts) {
        const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
        assert.equal(status, 0, `a read-only mount cannot be made (this test needs root): ${stderr}`);
      }
      try {
        const roots = { ITK_WRAP_CACHE: `${shared}:${fixture.store}`, ITK_WRAP_CACHE_VERBOSE: '1' };
        assert.match((await start(commandLine(), roots)).stderr, /^itk-castxml-cache: HIT/);
        fixture.write('one/src/second/version.h', 'int version = 3;\n');
        const miss = await start(commandLine(), roots);
        assert.match(miss.stderr, /MISS T\.cxx\n/);
        assert.match((await start(commandLine(), roots)).stderr, /^itk-castxml-cache: HIT/);
        assert.ok(filesUnder(path.join(fixture.store, 'l2')).length > 0);
      } finally {
        spawnSync('umount', [shared]);
      }
    });

    it('continues without a root whose server never answers', async () => {
      // A FUSE file system without a server: every call on it waits, as on a mount of an NFS server that is down.
      const hanging = fixture.path('hanging');
      fs.mkdirSync(hanging);
      const device = fs.openSync('/dev/fuse', 'r+');
      const options = 'fd=3,rootmode=40000,user_id=0,group_id=0';
      const { status, stderr } = spawnSync('mount', ['-i', '-t', 'fuse', '-o', options, 'nobody', hanging], {
        stdio: ['ignore', 'pipe', 'pipe', device],
        encoding: 'utf8',
      });
      assert.equal(status, 0, `a FUSE file system cannot be mounted (this test needs root): ${stderr}`);
      fs.symlinkSync(hanging, fixture.path('link'));
      try {
        for (const [root, outcome] of [
          [`${hanging}/store`, 'MISS'],
          [`${fixture.path('link')}/store`, 'HIT '],
        ]) {
          const roots = { ITK_WRAP_CACHE: `${root}:${fixture.store}`, ITK_WRAP_CACHE_VERBOSE: '1' };
          const run = start(commandLine(), roots);
          const tooLate = setTimeout(() => run.kill(), 30_000);
          const ended = await run;
          clearTimeout(tooLate);
          assert.equal(ended.code, 0, 'it waits for ever');
          const [warning, verdict] = ended.stderr.split('\n');
          assert.equal(
            warning,
            `itk-castxml-cache: the store ${root} does not answer; continuing without it`,
          );
          assert.equal(verdict?.slice(0, 23), `itk-castxml-cache: ${outcome}`);
        }
      } finally {
        // Every waiting call now gets an error.
        fs.closeSync(device);
        spawnSync('umount', ['-l', hanging]);
      }
    });

    it('evicts by age and size from the first writable root', async () => {
      for (const build of ['one/build', 'b1', 'b2']) {
        if (build !== 'one/build') fixture.buildTree('one', build);
        fixture.write(`${build}/in/T.cxx`, `#include "common.h"\nint t_${build.replace('/', '_')};\n`);
        await start(commandLine(build));
      }
      const entries = filesUnder(fixture.path('store/l2')).filter((name) => name.endsWith('_ok'));
      assert.equal(entries.length, 3);
      const old = Date.now() / 1000 - 20 * 24 * 3600;
      fs.utimesSync(path.join(fixture.store, 'l2', entries[0] ?? ''), old, old);
      fixture.write('store/l2/ab/.staging.tmp/output.xml.gz', 'x');
      fs.utimesSync(fixture.path('store/l2/ab/.staging.tmp'), old, old);
      assert.equal((await start(['--evict', '13.9'])).code, 0);
      const left = (): string[] =>
        filesUnder(fixture.path('store/l2')).filter((file) => file.endsWith('_ok'));
      assert.equal(left().length, 2);
      assert.equal(fs.existsSync(fixture.path('store/l2/ab/.staging.tmp')), false);
      // Nothing was stored since, so nothing happens.
      await start(['--evict', '0', '--max-size', '1K']);
      assert.equal(left().length, 2);
      fs.rmSync(fixture.path('store/_last_evict'));
      await start(['--evict', '100', '--max-size', '1K', '--cache-dir', fixture.store]);
      assert.equal(left().length, 0);
    });

    it('reduces a store below its maximum size by itself, once the store has existed for a minute', async () => {
      const small = { ITK_WRAP_CACHE_MAX_SIZE: '1K' };
      const entries = (): number => filesUnder(fixture.path('store/l2')).filter(isOk).length;
      const isOk = (file: string): boolean => file.endsWith('_ok');
      await start(commandLine(), small);
      fixture.write('one/build/in/T.cxx', '#include "common.h"\nint another;\n');
      await start(commandLine(), small);
      assert.equal(entries(), 2);
      const minuteAgo = Date.now() / 1000 - 61;
      fs.utimesSync(fixture.path('store/_last_check'), minuteAgo, minuteAgo);
      fixture.write('one/build/in/T.cxx', '#include "common.h"\nint third;\n');
      await start(commandLine(), small);
      await eventually(() => entries() === 0, { timeoutMs: 20_000 });
    });

    it('removes what killed runs left in the temporary folder', async () => {
      const temporary = fixture.path('tmp');
      fs.mkdirSync(temporary);
      const inside = { TMPDIR: temporary };
      // A castxml that writes the beginning of its output, and waits to be killed.
      const script = `#!/bin/sh\necho $$ >> ${fixture.path('pids')}\nfor o; do :; done\necho x > "$o"\nexec sleep 60\n`;
      const waiting = fixture.write('bin/waits', script);
      fs.chmodSync(waiting, 0o755);
      const run = start([waiting, ...commandLine().slice(1)], inside);
      const own = path.join(temporary, `itk-castxml-cache-${process.getuid?.()}`);
      const left = (): string[] =>
        fs.existsSync(own) ? fs.readdirSync(own).filter((name) => name.endsWith('.i')) : [];
      await eventually(() => left().some((name) => fs.statSync(path.join(own, name)).size > 0), {
        timeoutMs: 30_000,
        everyMs: 20,
      });
      run.kill();
      for (const pid of fixture.read('pids').toString().trim().split('\n'))
        process.kill(Number(pid), 'SIGKILL');
      await run;
      assert.equal(left().length, 1);
      fs.writeFileSync(path.join(own, `${left()[0]}.tmp`), 'of clang');
      // The name that earlier versions used.
      fs.writeFileSync(path.join(temporary, 'itk-castxml-cache-a-b.i'), 'of a killed run');
      fs.writeFileSync(path.join(own, 'itk-castxml-cache-notes.txt'), 'of somebody');
      const evict = (): Promise<Ended> => start(['--evict', '100', '--cache-dir', fixture.store], inside);
      await start(commandLine(), inside);
      await evict();
      assert.equal(left().length, 1, 'it may be of a run that goes on');
      const old = Date.now() / 1000 - 3700;
      for (const name of filesUnder(temporary)) fs.utimesSync(path.join(temporary, name), old, old);
      fs.rmSync(fixture.path('store/_last_evict'));
      await evict();
      assert.deepEqual(
        filesUnder(temporary).map((name) => path.basename(name)),
        ['itk-castxml-cache-notes.txt'],
      );
    });
  });

function leftovers(fixture: Fixture): string[] {
  return filesUnder(fixture.dir).filter((file) => file.endsWith('.tmp'));
}
