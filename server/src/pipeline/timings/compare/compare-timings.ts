import {
  TIMING_STAGES,
  type CacheOutcome,
  type Comparison,
  type TimingsReport,
} from '../../../shared/timings/timings-report';
import { judge, noiseOf, type Pair } from './noise';

/** What a comparison needs of a report. */
export type Comparable = Pick<TimingsReport, 'build' | 'wallSeconds' | 'statements' | 'log'>;

/** The most statements that a comparison lists. */
const MOST_LISTED = 50;

const isKnown = (cache: CacheOutcome): boolean => cache === 'hit' || cache === 'miss';

/** Compares the times of a build with those of another one, which was `before`. Statements are matched by their output. */
export function compareTimings(after: Comparable, before: Comparable): Comparison {
  // The version of the log decides how a command is hashed. Commands name the folder of the build.
  const comparable = after.log.version === before.log.version;
  const old = new Map(before.statements.map((statement) => [statement.name, statement]));
  const pairs: Pair[] = [];
  const knowsHits = [after, before].some(({ statements }) => statements.some(({ cache }) => isKnown(cache)));
  for (const { name, stage, seconds, hash, cache } of after.statements) {
    const other = old.get(name);
    if (!other) continue;
    // Where the cache is in use, a run whose outcome is unknown may be a hit in one build only.
    const sameWork = cache === other.cache && (cache === 'none' || isKnown(cache) || !knowsHits);
    const sameCommand = other.hash === hash;
    pairs.push({ name, stage, before: other.seconds, after: seconds, sameCommand, sameWork });
  }
  const usable =
    comparable && pairs.some(({ sameCommand }) => sameCommand)
      ? pairs
      : pairs.map((pair) => ({ ...pair, sameCommand: null }));
  const model = noiseOf(usable);
  const differences = usable.map((pair) => judge(pair.name, pair.stage, [pair], model));
  return {
    before: before.build,
    wall: { before: before.wallSeconds, after: after.wallSeconds },
    noise: model.noise,
    stages: TIMING_STAGES.map((stage) =>
      judge(
        stage,
        stage,
        usable.filter((pair) => pair.stage === stage),
        model,
      ),
    ).filter(({ before: one, after: other }) => one + other > 0),
    statements: differences
      .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
      .slice(0, MOST_LISTED),
    onlyBefore: before.statements.length - pairs.length,
    onlyAfter: after.statements.length - pairs.length,
  };
}
