import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheOptionsFromEnvironment } from '../../../server/src/cache/environment-options';
import { decodeAction, encodeAction } from '../../../server/src/cache/storage/remote/remote';
import { nginxProgram } from '../../../scripts/lib/nginx.mjs';
import { ActionCacheServer } from './action-cache';
import { Fixture } from './fixture';
import { actionRoundTrip, elsewhere, FaultyServer, freePort, listening, roundTrip } from './remote-servers';

describe('the remote tier', () => {
  let server: FaultyServer;
  let url: string;
  beforeEach(async () => {
    server = new FaultyServer();
    url = await server.start();
  });
  afterEach(() => server.stop());

  it('fills the local root', () => roundTrip({ url, readOnly: false }));

  it('finds an XML by its L2 key if the manifest is missing', async () => {
    const fixture = new Fixture({ remote: { url, readOnly: false } });
    try {
      await fixture.run();
      elsewhere(fixture);
      const pointer = [...server.content].filter(([, body]) => decodeAction(body)?.includes('"blob"'));
      for (const [name] of [...server.content])
        if (name.startsWith('/ac/') && name !== pointer[0]?.[0]) server.content.delete(name);
      const run = await fixture.run();
      assert.deepEqual([run.outcome, run.remote, run.runs], ['hit-l2', 'hit', 'E']);
    } finally {
      fixture.dispose();
    }
  });

  it('keeps apart the XMLs of two types with the same text', async () => {
    const fixture = new Fixture({ remote: { url, readOnly: false } });
    try {
      const types = [fixture.invocation(), fixture.otherType()];
      for (const type of types) assert.equal((await fixture.run(type)).outcome, 'miss');
      elsewhere(fixture);
      for (const type of types) {
        const run = await fixture.run(type);
        assert.deepEqual([run.outcome, run.remote, run.runs], ['hit-portable', 'hit', '']);
      }
      for (const [name, body] of [...server.content])
        if (name.startsWith('/ac/') && !decodeAction(body)?.includes('"blob"')) server.content.delete(name);
      elsewhere(fixture);
      for (const type of types) {
        const run = await fixture.run(type);
        assert.deepEqual([run.outcome, run.remote, run.runs], ['hit-l2', 'hit', 'E']);
      }
    } finally {
      fixture.dispose();
    }
  });

  it('uses the L1 key if the trees are unknown', async () => {
    const fixture = new Fixture({ remote: { url, readOnly: false } });
    try {
      fixture.remove('one/build/CMakeCache.txt');
      await fixture.run();
      elsewhere(fixture);
      const run = await fixture.run();
      assert.deepEqual([run.outcome, run.remote, run.runs], ['hit-l1', 'hit', '']);
    } finally {
      fixture.dispose();
    }
  });

  it('is not written to if it is read-only', async () => {
    const fixture = new Fixture({ remote: { url, readOnly: true } });
    try {
      await fixture.run();
      assert.ok(server.requests.length > 0);
      assert.deepEqual(
        server.requests.filter((request) => !request.startsWith('GET')),
        [],
      );
    } finally {
      fixture.dispose();
    }
  });

  for (const fault of ['stall', 'lie', 'cut', 'error', 'redirect', 'flood'] as const)
    it(`costs a miss and one warning if the server has this fault: ${fault}`, async () => {
      const secret = 'Bearer very-secret';
      const fixture = new Fixture({
        remote: { url, readOnly: false, timeoutMs: 150, authorization: secret },
      });
      try {
        await fixture.run();
        elsewhere(fixture);
        server.fault = fault;
        const run = await fixture.run();
        assert.deepEqual([run.outcome, run.runs], ['miss', 'EX']);
        assert.equal(fixture.warnings.length, 1, fixture.warnings.join('\n'));
        assert.ok(!fixture.warnings.join().includes('secret'));
        // The rest of the build does not wait for it again.
        const before = server.requests.length;
        fixture.write('one/src/second/version.h', 'int version = 5;\n');
        assert.equal((await fixture.run()).outcome, 'miss');
        assert.equal(server.requests.length, before);
      } finally {
        fixture.dispose();
      }
    });

  it('sends basic and bearer credentials from the environment, and never shows them', async () => {
    const address = url.replace('http://', 'http://user:pa%20ss@');
    const basic = cacheOptionsFromEnvironment({ HOME: '/h', ITK_WRAP_CACHE_REMOTE: `${address}|read-only` });
    assert.deepEqual(basic.remote, {
      url: `${url}/`,
      readOnly: true,
      authorization: `Basic ${Buffer.from('user:pa ss').toString('base64')}`,
    });
    const bearer = cacheOptionsFromEnvironment({
      ITK_WRAP_CACHE_REMOTE: url,
      ITK_WRAP_CACHE_REMOTE_TOKEN: 'tok',
    });
    const fixture = new Fixture({ remote: bearer.remote });
    try {
      await fixture.run();
      assert.deepEqual([...server.authorizations], ['Bearer tok']);
    } finally {
      fixture.dispose();
    }
    for (const wrong of ['ftp://x', 'no address', `${url}|writeonly`]) {
      const { remote, problems } = cacheOptionsFromEnvironment({ ITK_WRAP_CACHE_REMOTE: wrong });
      assert.equal(remote, undefined);
      assert.equal(problems.length, 1);
    }
  });

  it('reads nothing from an ActionResult that is truncated, or from other data', () => {
    const action = encodeAction(Buffer.from('x'.repeat(300)), { sha256: 'a'.repeat(64), bytes: 5_000_000 });
    for (const wrong of [action.subarray(0, 200), Buffer.from('<html>')])
      assert.equal(decodeAction(wrong), null);
  });
});

describe('the remote tier on a server for Bazel’s protocol', () => {
  let server: ActionCacheServer;
  let url: string;
  beforeEach(async () => {
    server = new ActionCacheServer();
    url = await server.start();
  });
  afterEach(() => server.stop());

  it('sends nothing that such a server rejects', async () => {
    await roundTrip({ url, readOnly: false });
    await actionRoundTrip({ url, readOnly: false });
    assert.deepEqual(server.refused, []);
    assert.ok(server.blobs.size > 0);
  });

  it('misses once if the server has dropped a blob, and sends it again', async () => {
    const fixture = new Fixture({ remote: { url, readOnly: false } });
    try {
      await fixture.run();
      elsewhere(fixture);
      server.blobs.clear();
      assert.equal((await fixture.run()).outcome, 'miss');
      elsewhere(fixture);
      assert.equal((await fixture.run()).outcome, 'hit-portable');
      assert.deepEqual([fixture.warnings, server.refused], [[], []]);
    } finally {
      fixture.dispose();
    }
  });
});

describe('the remote tier on a real server', function () {
  this.timeout(30_000);
  let folder: string;
  let child: ChildProcess | null = null;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-remote-test-'))));
  afterEach(async () => {
    if (child && child.exitCode === null) {
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    child = null;
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('works with nginx as a WebDAV server', async () => {
    const nginx = nginxProgram();
    assert.ok(nginx, 'nginx is missing: npm test fetches it, and so does apt-get install nginx-light');
    const port = await freePort();
    fs.mkdirSync(`${folder}/data`);
    fs.chmodSync(folder, 0o777);
    fs.chmodSync(`${folder}/data`, 0o777);
    fs.writeFileSync(
      `${folder}/nginx.conf`,
      `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f;
  uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  server {
    listen 127.0.0.1:${port};
    location / { root ${folder}/data; dav_methods PUT; create_full_put_path on; client_max_body_size 100m; }
  }
}
`,
    );
    child = spawn(nginx, ['-c', `${folder}/nginx.conf`], { stdio: 'ignore' });
    await listening(port);
    const remote = { url: `http://127.0.0.1:${port}`, readOnly: false };
    await roundTrip(remote);
    await actionRoundTrip(remote);
    assert.ok(fs.readdirSync(`${folder}/data/cas`).length > 0);
  });
});
