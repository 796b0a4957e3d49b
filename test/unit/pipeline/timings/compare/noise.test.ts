import assert from 'node:assert/strict';
import { judge, noiseOf, type Pair } from '../../../../../server/src/pipeline/timings/compare/noise';

describe('noise', () => {
  /** Commands of some seconds whose times vary by up to a tenth, in a fixed pattern, on a machine that is `factor` as slow. */
  const quiet = (count: number, factor = 1): Pair[] =>
    Array.from({ length: count }, (_, n) => {
      const before = 2 + (n % 5);
      const after = before * factor * (1 + (((n * 37) % 21) - 10) / 100);
      return { name: `s${n}`, stage: 'castxml', before, after, sameCommand: true, sameWork: true };
    });
  const one = (before: number, after: number): Pair => ({
    name: 'x',
    stage: 'castxml',
    before,
    after,
    sameCommand: false,
    sameWork: true,
  });

  it('is the spread of the ratios of the same commands, around their median', () => {
    const model = noiseOf(quiet(100, 1.5));
    assert.equal(model.noise.from, 'same-command');
    assert.ok(Math.abs(model.noise.factor - 1.5) < 0.05, String(model.noise.factor));
    assert.equal(judge('x', 'castxml', [one(4, 6.2)], model).verdict, 'noise');
    assert.equal(judge('x', 'castxml', [one(4, 9)], model).verdict, 'slower');
    assert.equal(judge('x', 'castxml', [one(4, 4)], model).verdict, 'faster');
  });

  it('is not moved by the commands that did change', () => {
    const changed = quiet(100).map((pair, n) => (n % 4 === 0 ? { ...pair, after: pair.after * 5 } : pair));
    const model = noiseOf(changed);
    assert.ok(Math.abs(model.noise.factor - 1) < 0.1, String(model.noise.factor));
    assert.equal(judge('x', 'castxml', [one(4, 12)], model).verdict, 'slower');
  });

  it('knows what is faster even if times vary much', () => {
    const loud = quiet(100).map((pair, n) => ({
      ...pair,
      after: pair.before * [0.5, 0.7, 1, 1.4, 2][n % 5]!,
    }));
    const model = noiseOf(loud);
    assert.equal(judge('x', 'castxml', [one(100, 60)], model).verdict, 'noise');
    assert.equal(judge('x', 'castxml', [one(100, 5)], model).verdict, 'faster');
  });

  it('does not judge with too few commands', () => {
    const model = noiseOf(quiet(7));
    assert.equal(model.noise.from, 'unknown');
    assert.deepEqual(judge('x', 'castxml', [one(1, 9)], model).verdict, 'unknown');
  });

  it('takes all commands if their hashes cannot be compared, and says so', () => {
    const model = noiseOf(quiet(50).map((pair) => ({ ...pair, sameCommand: null })));
    assert.equal(model.noise.from, 'all');
  });

  it('lets a sum vary less than its parts, but as much as the machine varied', () => {
    const model = noiseOf(quiet(100));
    const pairs = quiet(100);
    const sum = judge('castxml', 'castxml', pairs, model);
    assert.equal(sum.verdict, 'noise');
    const slower = pairs.map((pair) => ({ ...pair, after: pair.after * 1.3 }));
    assert.equal(judge('castxml', 'castxml', slower, model).verdict, 'slower');
  });
});
