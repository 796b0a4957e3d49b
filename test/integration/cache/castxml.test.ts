import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readBuild } from '../../../server/src/build/read-build';
import type { Cache, Invocation } from '../../../server/src/cache/api';
import { openCache } from '../../../server/src/cache/cache';
import { bare, checkRealRun, outputOf } from '../../support/real-castxml';
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

  it('writes the places of comments as castxml does, and runs it only if a comment comes or goes', async () => {
    const { source, store } = copies[0]!;
    const filter = (await invocations(copies[0]!)).get('itkAbsImageFilter');
    assert.ok(filter);
    const header = path.join(source, 'Modules/Core/Common/include/itkProcessObject.h');
    const original = fs.readFileSync(header, 'utf8');
    const cache = (): Cache =>
      openCache({ roots: [path.join(store, 'comments')], format: 'gzip', maxBytes: 2 ** 36 });
    const edit = async (from: string, to: string): Promise<string> => {
      assert.ok(original.includes(from));
      fs.writeFileSync(header, original.replace(from, to));
      const { outcome } = await cache().run(filter);
      const restored = fs.readFileSync(outputOf(filter), 'utf8');
      assert.equal(restored, bare(filter).toString('utf8'), outcome);
      return outcome;
    };
    try {
      assert.equal(await edit('', ''), 'miss');
      assert.match(bare(filter).toString(), /<Comment id=/);
      const before = bare(filter);
      assert.equal(await edit('the root of all filters', 'the root of all the filters'), 'hit-l2');
      assert.equal(bare(filter).equals(before), false);
      assert.equal(await edit('', ''), 'hit-portable');
      assert.equal(await edit('namespace itk', 'namespace itk // a comment'), 'hit-l2');
      assert.equal(await edit('virtual void GenerateData', '/** New. */ virtual void GenerateData'), 'miss');
      assert.equal(await edit('/** Throws', '/* Throws'), 'miss');
      assert.equal(await edit('the root of all filters', 'the root of all the filters'), 'hit-portable');
    } finally {
      fs.writeFileSync(header, original);
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
