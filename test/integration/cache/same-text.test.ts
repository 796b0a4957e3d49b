import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Invocation } from '../../../server/src/cache/api';
import { filesUnder, Fixture } from './fixture';

/*
 * Runs with the same preprocessed text and different XMLs: the contract's L2 key is the same for them, because it leaves out
 * the line markers and the flags that the text does not show. Each keeps its entry.
 */
describe('XMLs of the same text', () => {
  let fixture: Fixture;
  beforeEach(() => (fixture = new Fixture()));
  afterEach(() => fixture.dispose());

  const outcome = async (invocation?: Invocation): Promise<string> => {
    const { outcome: how, runs } = await fixture.run(invocation);
    return `${how} ${runs}`.trim();
  };
  const HEADER = '#include "sub/deep.h"\nint common = 1;\n';

  it('makes one from the other if a comment moves lines, and then finds both', async () => {
    assert.equal(await outcome(), 'miss EX');
    for (const expected of ['hit-l2 E', 'hit-portable']) {
      fixture.write('one/src/first/common.h', `// A comment.\n${HEADER}`);
      assert.equal(await outcome(), expected);
      assert.equal(await outcome(), 'hit-l1');
      fixture.write('one/src/first/common.h', HEADER);
      assert.equal(await outcome(), 'hit-portable');
    }
    assert.deepEqual(fixture.warnings, []);
  });

  it('finds both without manifests, by the text', async () => {
    await fixture.run();
    fixture.write('one/src/first/common.h', `\n${HEADER}`);
    await fixture.run();
    for (const text of [HEADER, `\n${HEADER}`]) {
      for (const part of ['l1', 'p1', '_types']) fixture.remove(`store/${part}`);
      fixture.write('one/src/first/common.h', text);
      assert.equal(await outcome(), 'hit-l2 E');
      assert.equal(await outcome(), 'hit-l1');
    }
  });

  it('keeps apart two files that exchange their comments', async () => {
    const [a, b] = ['int same;\n// A.\n', 'int same;\n// A longer one.\n'];
    const put = (first: string, second: string): void => {
      fixture.write('one/src/first/common.h', first);
      fixture.write('one/src/second/version.h', second);
    };
    put(a, b);
    const { l2 } = await fixture.run();
    put(b, a);
    const swapped = await fixture.run();
    assert.deepEqual([swapped.outcome, swapped.runs], ['hit-l2', 'E']);
    assert.notEqual(swapped.l2, l2);
  });

  it('makes no XML from one of an earlier version, which may be of other comments', async () => {
    await fixture.run();
    for (const file of filesUnder(fixture.store).filter((name) => /^p1\/|_check\.json$/.test(name))) {
      const text = fixture.read(`store/${file}`).toString();
      fixture.write(`store/${file}`, text.replace(/,"contents":"\w+"/g, ''));
    }
    fixture.write('one/src/first/common.h', `${HEADER}// The end.\n`);
    assert.equal(await outcome(), 'miss EX');
    fixture.write('one/src/first/common.h', `${HEADER}// The very end.\n`);
    assert.equal(await outcome(), 'hit-l2 E');
  });

  it('finds those of two types', async () => {
    assert.deepEqual([await outcome(), await outcome(fixture.otherType())], ['miss EX', 'miss EX']);
    assert.deepEqual([await outcome(), await outcome(fixture.otherType())], ['hit-l1', 'hit-l1']);
    fixture.tree('two');
    const there = fixture.invocation('two/build');
    assert.deepEqual(
      [await outcome(there), await outcome(fixture.otherType('two/build'))],
      ['hit-portable', 'hit-portable'],
    );
  });

  it('stores both if two types run at the same time', async () => {
    const invocations = [fixture.invocation(), fixture.otherType()];
    const cold = await Promise.all(invocations.map((one) => fixture.open().run(one)));
    assert.deepEqual(
      cold.map((one) => one.outcome),
      ['miss', 'miss'],
    );
    assert.notEqual(cold[0]?.l2, cold[1]?.l2);
    for (const one of invocations) assert.equal(await outcome(one), 'hit-l1');
  });

  it('finds those with and without a flag that does not change the text', async () => {
    const flagged = fixture.invocation('one/build', '-fsized-deallocation');
    assert.deepEqual([await outcome(), await outcome(flagged)], ['miss EX', 'miss EX']);
    assert.deepEqual([await outcome(), await outcome(flagged)], ['hit-l1', 'hit-l1']);
  });

  it('replaces an entry that is damaged, and keeps that of the other', async () => {
    await fixture.run();
    const { l2 } = await fixture.run(fixture.otherType());
    const folder = fixture.path(`store/l2/${l2?.slice(0, 2)}/${l2}`);
    fs.writeFileSync(`${folder}/output.xml.gz`, 'no longer gzip');
    assert.equal(await outcome(fixture.otherType()), 'miss EX');
    assert.deepEqual([await outcome(), await outcome(fixture.otherType())], ['hit-l1', 'hit-l1']);
  });

  it('does not trust the manifest of another implementation that names an XML of ours', async () => {
    const { l2 } = await fixture.run();
    const first = fixture.invocation();
    const second = fixture.otherType();
    const { l1 } = await fixture.open().inspect(second);
    const manifest = JSON.parse(
      fs.readFileSync(fixture.path(`store/l1/${l1Of(await fixture.open().inspect(first))}/l2_key`), 'utf8'),
    ) as { l2_key: string; deps: [string, string][] };
    assert.equal(manifest.l2_key, l2);
    manifest.deps = manifest.deps.map(([file, digest]) => [file.replace(/\/T\.cxx$/, '/U.cxx'), digest]);
    fixture.write(`store/l1/${l1.slice(0, 2)}/${l1}/l2_key`, JSON.stringify(manifest));
    assert.equal(await outcome(second), 'miss EX');
    assert.equal(await outcome(second), 'hit-l1');
  });
});

const l1Of = ({ l1 }: { l1: string }): string => `${l1.slice(0, 2)}/${l1}`;
