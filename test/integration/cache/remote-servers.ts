import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import type { RemoteOptions } from '../../../server/src/cache/storage/remote/remote';
import { eventually } from '../../support/eventually';
import { Fixture } from './fixture';

/** Simulates another machine: the same checkout and build, but nothing in the local store. */
export function elsewhere(fixture: Fixture): void {
  fixture.remove('store');
}

export async function roundTrip(remote: RemoteOptions): Promise<void> {
  const fixture = new Fixture({ remote });
  try {
    assert.equal((await fixture.run()).outcome, 'miss');
    assert.deepEqual(fixture.warnings, []);
    elsewhere(fixture);
    const far = await fixture.run();
    assert.deepEqual([far.outcome, far.remote, far.runs], ['hit-portable', 'hit', '']);
    const near = await fixture.run(undefined, { remote: undefined });
    assert.deepEqual([near.outcome, near.runs], ['hit-l1', ''], 'the remote hit did not fill the local root');
    elsewhere(fixture);
    fixture.tree('two');
    const other = await fixture.run(fixture.invocation('two/build'));
    assert.deepEqual([other.outcome, other.remote, other.runs], ['hit-portable', 'hit', '']);
    fixture.write('one/src/second/version.h', 'int version = 5;\n');
    assert.equal((await fixture.run()).outcome, 'miss');
    assert.deepEqual(fixture.warnings, []);
  } finally {
    fixture.dispose();
  }
}

/** A port of this machine on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves once something listens on a port. Rejects after ten seconds. */
export async function listening(port: number): Promise<void> {
  const isOpen = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.destroy());
      socket.on('connect', () => resolve(true));
      socket.on('error', () => resolve(false));
    });
  await eventually(
    async () => (await isOpen()) || Promise.reject(new Error(`Nothing listens on port ${port}.`)),
    { timeoutMs: 10_000, everyMs: 50 },
  );
}
