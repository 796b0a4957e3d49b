import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomNumbers, seedOf } from '../../support/random';
import { configured, differing, otherName, RenamedTree } from '../../support/renames';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/** Whether to test all renames of the sample, which takes minutes: `ITK_WRAPPING_EVERY_RENAME=1`. */
const EVERY = process.env.ITK_WRAPPING_EVERY_RENAME === '1';
const SHORT = 15;

describe('every rename that is offered', () => {
  let sample: SampleCopy;
  before(async function () {
    this.timeout(120_000);
    sample = await sampleCopy({ configureOnly: true });
  });
  after(() => sample?.remove());

  for (const built of [true, false])
    it(`changes nothing that CMake generates, ${built ? 'with' : 'without'} an evaluated build`, async () => {
      const seed = seedOf('ITK_WRAPPING_SEED');
      console.log(`      seed ${seed} (ITK_WRAPPING_SEED)`);
      const random = randomNumbers(seed);
      const { source, build } = sample;
      const tree = await RenamedTree.open(source, built ? build : null);
      const pick = <T>(items: readonly T[]): T => items[random(items.length)]!;
      const before = configured(source, build);
      const candidates = tree
        .candidates(pick)
        .map((candidate) => ({ candidate, order: random(1e9) }))
        .sort((a, b) => a.order - b.order)
        .map(({ candidate }) => candidate);
      let offered = 0;
      const seen = new Set<string>();
      const wrong: string[] = [];
      for (const { file, occurrence } of candidates) {
        if (occurrence.kind === 'type') continue;
        const { start } = occurrence.range;
        const place = `${path.relative(source, file)}:${start.line + 1} ${occurrence.kind} ${occurrence.name}`;
        const answer = await tree.rename(file, start, otherName(occurrence.name));
        if (EVERY) console.log(`      ${place}: ${typeof answer === 'string' ? answer : 'renamed'}`);
        if (typeof answer === 'string') continue;
        const key = JSON.stringify(answer.documentChanges);
        if (seen.has(key)) continue;
        seen.add(key);
        offered++;
        const undo = tree.apply(answer);
        const different = differing(before, configured(source, build));
        writeFileSync(path.join(build, 'CMakeCache.txt'), before.get('CMakeCache.txt')!);
        undo();
        if (different.length > 0) wrong.push(`${place}: ${different.join(', ')}`);
        if (EVERY && different.length > 0) console.log(`WRONG ${wrong.at(-1)}`);
        if (!EVERY && offered === SHORT) break;
      }
      console.log(`      ${offered} renames of ${candidates.length} places`);
      assert.deepEqual(wrong, []);
      assert.ok(offered >= SHORT);
      for (const { claim, verdict } of tree.checkedWithinType)
        assert.deepEqual(verdict, tree.checkWhole(claim), `${claim.from} to ${claim.to}`);
    }).timeout(EVERY ? 3_600_000 : 120_000);
});
