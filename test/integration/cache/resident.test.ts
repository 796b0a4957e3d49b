import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { parseDepfile } from '../../../server/src/cache/inputs/depfile';
import { StoreRoot } from '../../../server/src/cache/storage/store-root';
import { readCounters } from '../../../server/src/cache/storage/stats';
import { verifyRoot } from '../../../server/src/cache/storage/verify';
import { findServers, stopServers } from '../../../server/src/cli/resident/ask-server';
import { serverAddress } from '../../../server/src/cli/resident/server-address';
import { eventually } from '../../support/eventually';
import { nextFileTick } from '../../support/file-clock';
import { isAlive, Resident, type Ended } from '../../support/resident';

/** The real client and server with the real castxml, on a few small headers in two build directories. */
describe('the resident server', function () {
  this.timeout(180_000);
  let resident: Resident;
  let work: string;

  before(() => {
    resident = new Resident();
  });
  after(() => resident.dispose());

  beforeEach(() => {
    work = fs.mkdtempSync(path.join(resident.folder, 'work-'));
    resident.environment = { ...resident.environment, ITK_WRAP_CACHE: path.join(work, 'store') };
    write('src/first/common.h', '#include "deep.h"\nint common = 1;\n');
    write('src/second/deep.h', 'namespace itk { int deep = 1; const char * where = __FILE__; }\n');
    for (const build of ['build', 'other']) {
      write(`${build}/CMakeCache.txt`, `CMAKE_HOME_DIRECTORY:INTERNAL=${work}/src\n`);
      write(`${build}/in/T.cxx`, '#include "common.h"\nint t = 0;\n');
      write(`${build}/in/T.castxml.inc`, `"-I${work}/src/first"\n"-I${work}/src/second"\n`);
    }
  });
  afterEach(() => resident.stop());

  function write(name: string, text: string): string {
    const file = path.join(work, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  }
  const output = (build = 'build'): string => path.join(work, build, 'in/T.xml');
  const words = (build = 'build', xml = output(build)): string[] => [
    ...['castxml', '-o', xml, '--castxml-output=1', '--castxml-start', 'itk', '-w', '-c'],
    `@${work}/${build}/in/T.castxml.inc`,
    `${work}/${build}/in/T.cxx`,
  ];
  const verbose = { environment: { ITK_WRAP_CACHE_VERBOSE: '1' } };

  /** castxml's own XML. */
  function fresh(build = 'build'): string {
    const file = path.join(work, 'fresh.xml');
    const [castxml = '', ...args] = words(build, file);
    assert.equal(spawnSync(castxml, args, { cwd: resident.folder }).status, 0);
    return fs.readFileSync(file, 'utf8');
  }
  const xml = (build = 'build'): string => fs.readFileSync(output(build), 'utf8');
  function isRight(ended: Ended, build = 'build', about = ''): void {
    assert.equal(ended.code, 0, `${about} ${ended.stderr}`);
    assert.equal(xml(build), fresh(build), `stale ${about}`);
  }

  it('starts with the first run, and then restores what the launcher restores, byte for byte', async () => {
    assert.match(resident.run(words(), verbose).stderr, /: MISS T\.cxx/);
    const { pid } = await resident.running();
    assert.ok(isAlive(pid));
    for (const build of ['build', 'other'])
      for (const umask of ['022', '077']) {
        fs.rmSync(output(build), { force: true });
        const byLauncher = resident.runLauncher(words(build), { ...verbose, umask });
        const own = { text: xml(build), mode: fs.statSync(output(build)).mode };
        fs.rmSync(output(build));
        // In the other build, the launcher has added an L1 entry. Without it, the portable entry hits.
        if (build === 'other') fs.rmSync(path.join(work, 'store/l1'), { recursive: true, force: true });
        const before = (await resident.running()).hits;
        const byServer = resident.run(words(build), { ...verbose, umask });
        await eventually(async () => (await resident.running()).hits === before + 1);
        assert.deepEqual(byServer, byLauncher);
        assert.deepEqual({ text: xml(build), mode: fs.statSync(output(build)).mode }, own);
        isRight(byServer, build);
      }
    assert.equal((await resident.running()).pid, pid);
    assert.deepEqual(fs.readdirSync(path.join(work, 'build/in')).sort(), ['T.castxml.inc', 'T.cxx', 'T.xml']);
  });

  it('counts hits as the launcher does', async () => {
    await resident.startServer();
    resident.run(words());
    for (let i = 0; i < 5; i++) isRight(resident.run(words()));
    const counters = (): Record<string, number> =>
      readCounters(new StoreRoot(path.join(work, 'store'))).outcomes;
    await eventually(() => counters()['hit-l1'] === 5);
    assert.deepEqual(counters(), { miss: 1, 'hit-l1': 5 });
    assert.equal((await resident.running()).hits, 5);
  });

  it('never restores a stale XML after an edit', async () => {
    await resident.startServer();
    const edits: Record<string, () => void> = {
      'a header changes': () => write('src/second/deep.h', 'namespace itk { int deep = 2; }\n'),
      'a header changes, with the same size and its old times': () => {
        const file = path.join(work, 'src/second/deep.h');
        const { atime, mtime } = fs.statSync(file);
        write('src/second/deep.h', 'namespace itk { int deep = 3; }\n');
        fs.utimesSync(file, atime, mtime);
      },
      'a header shadows another': () => write('src/first/deep.h', 'namespace itk { int deep = 4; }\n'),
      'it is removed again': () => fs.rmSync(path.join(work, 'src/first/deep.h')),
      'a header appears next to the source': () =>
        write('build/in/common.h', 'namespace itk { int other; }\n'),
      'the source changes': () => write('build/in/T.cxx', 'namespace itk { int t = 5; }\n'),
      'the response file changes': () =>
        fs.appendFileSync(path.join(work, 'build/in/T.castxml.inc'), '-Dt=u\n'),
    };
    for (const [name, edit] of Object.entries(edits)) {
      isRight(resident.run(words()), 'build', name);
      isRight(resident.run(words()), 'build', name);
      await nextFileTick();
      edit();
      isRight(resident.run(words()), 'build', name);
    }
    await eventually(async () => (await resident.running()).hits >= Object.keys(edits).length);
  });

  it('loses nothing if it is killed at any moment', async () => {
    resident.run(words());
    for (let round = 0; round < 4; round++) {
      const { pid } = await resident.startServer();
      const runs = [0, 1, 2].flatMap(() => ['build', 'other'].map((build) => resident.start(words(build))));
      setTimeout(() => process.kill(pid, 'SIGKILL'), round * 12);
      for (const { ended } of runs) assert.equal((await ended).code, 0);
      for (const build of ['build', 'other']) assert.equal(xml(build), fresh(build));
      await eventually(() => !isAlive(pid));
    }
    const { problems } = await verifyRoot(new StoreRoot(path.join(work, 'store')));
    assert.deepEqual(problems, []);
  });

  it('does not hold up a build if it hangs, and replaces no newer XML when it goes on', async () => {
    isRight(resident.run(words()));
    const { pid } = await resident.startServer();
    isRight(resident.run(words()));
    await eventually(async () => (await resident.running()).hits === 1);
    process.kill(pid, 'SIGSTOP');
    try {
      const waiting = [1, 2, 3].map(() => resident.start(words(), { client: resident.impatientClient }));
      for (const { ended } of waiting) isRight(await ended);
      write('src/second/deep.h', 'namespace itk { int deep = 7; }\n');
      isRight(resident.run(words(), { client: resident.impatientClient }));
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await eventually(async () => (await resident.running()).idle >= 0);
    assert.equal(xml(), fresh());
    assert.equal((await resident.running()).hits, 1, 'nobody takes the answers');
    await eventually(() => fs.readdirSync(path.join(work, 'build/in')).length === 3);
  });

  it('waits at most 50 ms for a server that hangs', async () => {
    const { pid } = await resident.startServer();
    // `true` in place of the launcher, so that only the wait takes time.
    const idle = path.join(path.dirname(resident.launcher), 'idle');
    fs.copyFileSync('/bin/true', idle);
    fs.linkSync(resident.script, `${idle}-server.js`);
    const shortest = (environment: NodeJS.ProcessEnv): number => {
      const times = Array.from({ length: 12 }, () => {
        const began = performance.now();
        const { status } = spawnSync(resident.impatientClient, [idle, ...words()], {
          env: { ...resident.environment, ...environment },
        });
        assert.equal(status, 0);
        return performance.now() - began;
      });
      return Math.min(...times);
    };
    process.kill(pid, 'SIGSTOP');
    try {
      const wait = shortest({}) - shortest({ ITK_WRAP_CACHE_SERVER: '0' });
      assert.ok(wait > 40 && wait < 70, `${wait} ms`);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('is not asked by another version', async () => {
    isRight(resident.run(words()));
    const { pid, socket } = await resident.startServer();
    // The same program, installed again, while the server has not noticed yet.
    process.kill(pid, 'SIGSTOP');
    try {
      fs.utimesSync(resident.script, new Date(), new Date(Date.now() - 3_600_000));
      isRight(resident.run(words()));
      const { socket: other } = serverAddress(resident.script, resident.environment) ?? assert.fail();
      assert.notEqual(other, socket);
      await eventually(() => fs.existsSync(other));
      isRight(resident.run(words()));
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await eventually(() => !isAlive(pid));
    assert.equal((await findServers(resident.environment)).length, 1);
  });

  it('ends when its script changes', async () => {
    const { pid } = await resident.startServer();
    fs.utimesSync(resident.script, new Date(), new Date(Date.now() - 7_200_000));
    await eventually(() => !isAlive(pid));
    assert.deepEqual(await findServers(resident.environment), []);
  });

  it('falls back if something else listens there, whatever it says', async () => {
    isRight(resident.run(words()));
    await resident.stop();
    const address = serverAddress(resident.script, resident.environment) ?? assert.fail();
    fs.writeFileSync(address.token, `${'0'.repeat(64)}\n1\n`, { mode: 0o600 });
    const answers = [
      '',
      'N',
      'X',
      '..',
      'H',
      `H${'\xff'.repeat(20)}`,
      `H${'\0'.repeat(4)}${'\xff'.repeat(16)}`,
      '.'.repeat(100_000),
    ];
    const files = ['/nowhere/from', output()];
    const lengths = [0, 0, 0, files[0]?.length ?? 0, output().length].flatMap((length) => [0, 0, 0, length]);
    const head = Buffer.from([0x48, ...lengths]);
    for (const answer of [
      ...answers.map((text) => Buffer.from(text, 'latin1')),
      Buffer.concat([head, Buffer.from(files.join(''))]),
    ]) {
      const server = net.createServer((socket) => {
        socket.on('error', () => undefined).resume();
        socket.end(answer);
      });
      await new Promise<void>((resolve) => server.listen(address.socket, resolve));
      const { ended } = resident.start(words(), { client: resident.impatientClient });
      isRight(await ended, 'build', JSON.stringify(answer.toString('latin1').slice(0, 20)));
      await new Promise((resolve) => server.close(resolve));
    }
    fs.rmSync(address.token);
  });

  it('serves only those who know its token', async () => {
    isRight(resident.run(words()));
    await resident.startServer();
    const { token } = serverAddress(resident.script, resident.environment) ?? assert.fail();
    fs.writeFileSync(token, fs.readFileSync(token, 'utf8').replace(/^.{8}/, 'ffffffff'));
    isRight(resident.run(words()));
    fs.rmSync(token);
    isRight(resident.run(words()));
  });

  it('is not used in a folder that others may enter', () => {
    fs.chmodSync(resident.sockets, 0o755);
    try {
      isRight(resident.run(words()));
      isRight(resident.run(words()));
      assert.deepEqual(fs.readdirSync(resident.sockets), []);
      // Nor does a server start there, or answer through a link.
      resident.runLauncher(['--no-cache', 'true'], { environment: { ITK_WRAP_CACHE_SERVER_START: '1' } });
      assert.deepEqual(fs.readdirSync(resident.sockets), []);
    } finally {
      fs.chmodSync(resident.sockets, 0o700);
    }
  });

  it('does not start and is not asked if it is switched off', async () => {
    const off = { environment: { ITK_WRAP_CACHE_SERVER: '0' } };
    isRight(resident.run(words(), off));
    assert.equal(await resident.state(), null);
    const { hits } = await resident.startServer();
    isRight(resident.run(words(), off));
    const state = await resident.running();
    assert.deepEqual([state.hits, state.declined], [hits, 0]);
    const start = { environment: { ...off.environment, ITK_WRAP_CACHE_SERVER_START: '1' } };
    await resident.stop();
    resident.runLauncher(['--no-cache', 'true'], start);
    assert.equal(await resident.state(), null);
  });

  it('keeps stores and options apart', async () => {
    await resident.startServer();
    const stores = ['first', 'second', 'third'].map((name) => path.join(work, name));
    const environments = stores.map((store) => ({ ITK_WRAP_CACHE: store }));
    for (const environment of environments) {
      assert.match(
        resident.run(words(), { environment: { ...environment, ITK_WRAP_CACHE_VERBOSE: '1' } }).stderr,
        /MISS/,
      );
      for (const verbosity of ['0', '1']) {
        const { stderr } = resident.run(words(), {
          environment: { ...environment, ITK_WRAP_CACHE_VERBOSE: verbosity },
        });
        assert.equal(/: HIT /.test(stderr), verbosity === '1');
      }
    }
    // Another include path in the environment, which the server must not take from its own or from another request.
    write('more/deep.h', 'namespace itk { int from_the_environment; }\n');
    fs.rmSync(path.join(work, 'src/second/deep.h'));
    const environment = { ...environments[0], CPATH: path.join(work, 'more') };
    for (let i = 0; i < 3; i++) {
      assert.equal(resident.run(words(), { environment }).code, 0);
      assert.match(xml(), /from_the_environment/);
      assert.notEqual(resident.run(words(), { environment: environments[0] ?? {} }).code, 0);
    }
    const bypass = resident.run(words(), { environment: { ...environment, ITK_WRAP_CACHE_BYPASS: '1' } });
    assert.equal(bypass.code, 0);
  });

  it('leaves warnings to the launcher, each time', async () => {
    isRight(resident.run(words()));
    await resident.startServer();
    const environment = { ITK_WRAP_CACHE_FORMAT: 'zip' };
    for (let i = 0; i < 2; i++)
      assert.match(resident.run(words(), { environment }).stderr, /ITK_WRAP_CACHE_FORMAT is "zip"/);
  });

  it('ends when it is idle', async () => {
    const { pid } = await resident.startServer({ ITK_WRAP_CACHE_SERVER_IDLE: '1' });
    await eventually(() => !isAlive(pid));
    assert.deepEqual(fs.readdirSync(resident.sockets), []);
  });

  it('gives way to a server that takes its place', async () => {
    const { pid } = await resident.startServer();
    const { socket } = serverAddress(resident.script, resident.environment) ?? assert.fail();
    fs.rmSync(socket);
    isRight(resident.run(words()));
    const next = await resident.running();
    assert.notEqual(next.pid, pid);
    await eventually(() => !isAlive(pid));
    isRight(resident.run(words()));
    assert.equal((await resident.running()).pid, next.pid);
  });

  it('holds no file that its starter had open', async function () {
    if (process.platform !== 'linux') this.skip();
    const held = write('held', '');
    spawnSync(
      '/bin/sh',
      ['-c', `exec 7>>'${held}'; exec "$@"`, 'sh', resident.client, resident.launcher, ...words()],
      {
        env: resident.environment,
      },
    );
    const { pid } = await resident.running();
    const open = filesOpenIn(pid);
    assert.ok(!open.includes(held), open.join());
    assert.equal(fs.readlinkSync(`/proc/${pid}/cwd`), '/');
  });

  it('can be ended by a command, also if it hangs', async () => {
    const { pid } = await resident.startServer();
    const [ended] = await stopServers(resident.environment);
    assert.deepEqual([ended?.pid, ended?.ended], [pid, true]);
    const second = await resident.startServer();
    process.kill(second.pid, 'SIGSTOP');
    const [found] = await findServers(resident.environment);
    assert.deepEqual([found?.pid, found?.state], [second.pid, null]);
    const [killed] = await stopServers(resident.environment);
    assert.deepEqual([killed?.pid, killed?.ended, isAlive(second.pid)], [second.pid, true, false]);
    assert.deepEqual(await findServers(resident.environment), []);
  });

  it('writes a depfile that lists what was read, and leaves a right XML alone', async () => {
    const depfile = path.join(work, 'deps with space/T.d');
    const option = ['--depfile', depfile, 'in/T.xml'];
    const listed = (): string[] => {
      const text = fs.readFileSync(depfile, 'utf8');
      assert.ok(text.startsWith('in/T.xml: '), text);
      return (parseDepfile(Buffer.from(text)) ?? []).sort();
    };
    const expected = ['build/in/T.cxx', 'src/first/common.h', 'src/second/deep.h'].map((name) =>
      path.join(work, name),
    );
    // A miss, by castxml's own list.
    isRight(resident.run([...option, ...words()]));
    assert.deepEqual(listed(), expected);
    await resident.startServer();
    const { hits } = await resident.running();
    const { mtimeMs } = fs.statSync(output());
    for (const remove of [output(), null]) {
      fs.rmSync(depfile);
      if (remove) fs.rmSync(remove);
      const before = remove ? null : fs.statSync(output()).mtimeMs;
      isRight(resident.run([...option, ...words()]));
      assert.deepEqual(listed(), expected);
      if (before !== null) assert.equal(fs.statSync(output()).mtimeMs, before);
    }
    assert.ok(fs.statSync(output()).mtimeMs > mtimeMs);
    await eventually(async () => (await resident.running()).hits === hits + 2);
    // Without a depfile, a hit always has a fresh time.
    const kept = fs.statSync(output()).mtimeMs;
    await nextFileTick();
    isRight(resident.run(words()));
    assert.ok(fs.statSync(output()).mtimeMs > kept);
    // In other trees, and after a comment: the portable entry, and the preprocessor.
    isRight(resident.run([...option, ...words('other')]), 'other');
    assert.deepEqual(
      listed(),
      expected.map((file) => file.replace('/build/', '/other/')),
    );
    fs.appendFileSync(path.join(work, 'src/second/deep.h'), '// a comment\n');
    fs.rmSync(depfile);
    assert.match(resident.run([...option, ...words()], verbose).stderr, /HIT .*\(l2=/);
    assert.deepEqual(listed(), expected);
    assert.deepEqual(fs.readdirSync(path.dirname(depfile)), ['T.d']);
  });

  it('costs no run if the depfile cannot be written', async () => {
    isRight(resident.run(words()));
    await resident.startServer();
    const option = ['--depfile', '/proc/none/T.d', 'T.xml'];
    for (const environment of [{}, { ITK_WRAP_CACHE_BYPASS: '1' }, { ITK_WRAP_CACHE_SERVER: '0' }]) {
      const ended = resident.run([...option, ...words()], { environment });
      isRight(ended);
      assert.match(ended.stderr, /cannot write \/proc\/none\/T\.d/);
    }
  });

  it('runs castxml itself if the launcher is gone', () => {
    const gone = path.join(work, 'gone');
    const { status } = spawnSync(resident.client, [gone, ...words()], { env: resident.environment });
    assert.equal(status, 0);
    assert.equal(xml(), fresh());
    assert.equal(spawnSync(resident.client, [gone, '--evict', '14']).status, 0);
    for (const depfile of [path.join(work, 'T.d'), path.join(work, 'no/such/folder/T.d')])
      for (const before of [[], ['--no-cache']]) {
        fs.rmSync(output());
        const args = [gone, ...before, '--depfile', depfile, 'T x.xml', ...words()];
        assert.equal(spawnSync(resident.client, args, { env: resident.environment }).status, 0);
        assert.equal(xml(), fresh());
      }
    assert.match(fs.readFileSync(path.join(work, 'T.d'), 'utf8'), /^T\\ x\.xml: [^]*second\/deep\.h/);
  });
});

/** The files that a process has open. It may close some meanwhile. */
function filesOpenIn(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return fs.readdirSync(folder).flatMap((descriptor) => {
    try {
      return [fs.readlinkSync(path.join(folder, descriptor))];
    } catch {
      return [];
    }
  });
}
