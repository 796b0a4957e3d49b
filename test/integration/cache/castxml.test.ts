import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readBuild } from '../../../server/src/build/read-build';
import type { Invocation } from '../../../server/src/cache/api';
import { checkRealRun, outputOf } from '../../support/real-castxml';
import { sampleCopy, type SampleCopy } from '../../support/sample';

/** Runs the real castxml on the sample, in two checkouts. */
describe('the cache on the sample’s types', function () {
  this.timeout(180_000);
  let copies: SampleCopy[] = [];
  before(async () => {
    copies = [await sampleCopy({ configureOnly: true }), await sampleCopy({ configureOnly: true })];
  });
  after(() => Promise.all(copies.map((copy) => copy.remove())));

  it('restores the same XML as castxml writes, byte for byte, also in another checkout', async () => {
    const [here, elsewhere] = await Promise.all(copies.map(invocations));
    assert.ok(here && elsewhere && here.size > 0);
    // Only every third type, because each takes four runs of castxml.
    const names = [...here.keys()].filter((_, i) => i % 3 === 0);
    for (const [i, name] of names.entries()) {
      const run = { here: here.get(name), elsewhere: elsewhere.get(name) };
      assert.ok(run.here && run.elsewhere);
      const store = path.join(copies[0]?.store ?? '', String(i));
      await checkRealRun({ here: run.here, elsewhere: run.elsewhere }, store);
    }
  });
});

async function invocations(copy: SampleCopy): Promise<Map<string, Invocation>> {
  const found = new Map<string, Invocation>();
  for (const { name, castxml } of (await readBuild(copy.build)).types) {
    const [file = '', ...args] = castxml?.argv ?? [];
    const invocation = { castxml: file, args, cwd: castxml?.cwd ?? copy.build };
    fs.mkdirSync(path.dirname(outputOf(invocation)), { recursive: true });
    found.set(name, invocation);
  }
  return found;
}
