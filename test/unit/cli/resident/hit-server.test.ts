import assert from 'node:assert/strict';
import net from 'node:net';
import path from 'node:path';
import type { Snapshot } from '../../../../server/src/cache/inputs/digests';
import type { RunRequest } from '../../../../server/src/cli/resident/frames';
import type { ServedTool } from '../../../../server/src/cli/resident/hit-finder';
import { HitServer } from '../../../../server/src/cli/resident/hit-server';
import { eventually } from '../../../support/eventually';
import { tempDir } from '../../../support/temp-dir';

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const text = (content: string): Buffer => Buffer.concat([number(content.length), Buffer.from(content)]);
/** A request to run something in a folder. */
function runRequest(cwd: string, umask: number): Buffer {
  const rest = Buffer.concat([
    ...[text('token'), Buffer.from('R'), number(umask), text('/launcher'), text(cwd), number(0), number(0)],
  ]);
  return Buffer.concat([Buffer.from('ITKW'), number(rest.length), rest]);
}

describe('the resident server, asked by many', () => {
  const folder = tempDir();
  let listener: net.Server;
  /** What the finder was asked for, and the umask of the process then. */
  let asked: { cwd: string; snapshot: Snapshot | undefined; umask: number }[];
  let release: (() => void)[];
  const ownMask = process.umask();

  beforeEach(async () => {
    asked = [];
    release = [];
    const server = new HitServer({
      finder: {
        size: 1,
        flush: () => undefined,
        find: async (_tool: ServedTool, { cwd }: RunRequest, snapshot?: Snapshot) => {
          asked.push({ cwd, snapshot, umask: process.umask() });
          await new Promise<void>((resolve) => release.push(resolve));
          return null;
        },
      },
      token: 'token',
      script: 'script',
      socket: 'socket',
      toolOf: () => 'castxml',
      onServed: () => undefined,
      onStop: () => undefined,
    });
    listener = net.createServer(server.accept);
    await new Promise<void>((resolve) => listener.listen(path.join(folder(), 'socket'), resolve));
  });
  afterEach(() => {
    process.umask(ownMask);
    listener.close();
  });

  /** Sends a request. Resolves with the whole answer. */
  function ask(cwd: string, umask = 0o22): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(path.join(folder(), 'socket'), () => socket.write(runRequest(cwd, umask)));
      let answer = '';
      socket.on('data', (bytes) => (answer += bytes.toString()));
      socket.on('error', reject);
      socket.on('close', () => resolve(answer));
    });
  }

  /** Waits until the finder works on so many requests, and no other comes. */
  async function working(count: number): Promise<void> {
    await eventually(() => release.length === count);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(release.length, count);
  }

  it('lets those that wait share one snapshot, which is not older than any of them', async () => {
    const answers = [ask('first')];
    await working(1);
    answers.push(ask('second'), ask('third'));
    await working(1);
    const arrived = performance.now();
    release.shift()?.();
    await working(2);
    assert.equal(asked[0]?.snapshot, undefined, 'one alone checks the disk for itself');
    const shared = asked[1]?.snapshot;
    assert.ok(shared && shared.since >= arrived);
    assert.equal(asked[2]?.snapshot, shared);
    // One that comes later must not use it.
    answers.push(ask('fourth'));
    for (const next of release.splice(0)) next();
    await working(1);
    assert.notEqual(asked[3]?.snapshot, shared);
    for (const next of release.splice(0)) next();
    for (const answer of await Promise.all(answers)) assert.match(answer, /^\.+N$/);
  });

  it('serves requests together only if they have one umask', async () => {
    const answers = [ask('first', 0o22)];
    await working(1);
    answers.push(ask('second', 0o77));
    await working(1);
    answers.push(ask('third', 0o22));
    for (let left = 3; left > 0; left--) {
      await working(1);
      release.shift()?.();
    }
    await Promise.all(answers);
    assert.deepEqual(
      asked.map(({ umask }) => umask),
      [0o22, 0o77, 0o22],
    );
    assert.deepEqual(
      asked.map(({ snapshot }) => snapshot),
      [undefined, undefined, undefined],
    );
  });
});
