import fs from 'node:fs';
import path from 'node:path';
import { evict } from '../../../server/src/cache/storage/evict';
import { nextFileTick } from '../../support/file-clock';
import { randomNumbers, seedOf } from '../../support/random';
import { filesUnder } from './fixture';
import { SwigFixture } from './swig-fixture';

/*
 * A randomized oracle: random edits, shadowing files, deletions and reverts in two worktrees with one store, options,
 * damage of the store and of the outputs. After each, a cached run must leave what SWIG itself writes and prints.
 *   ITK_WRAPPING_ORACLE_EDITS  the number of edits (default 400)
 *   ITK_WRAPPING_ORACLE_SEED   the seed to repeat
 */
const EDITS = Number(process.env.ITK_WRAPPING_ORACLE_EDITS ?? 400);
const SEED = seedOf('ITK_WRAPPING_ORACLE_SEED');

describe(`a random history of runs of SWIG (seed ${SEED})`, function () {
  this.timeout(0);

  it('never leaves stale or incomplete outputs', async () => {
    const random = randomNumbers(SEED);
    const pick = <T>(items: readonly T[]): T => items[random(items.length)]!;
    const fixture = new SwigFixture();
    const history: string[] = [];
    const outcomes = new Map<string, number>();
    const FOLDERS = [
      'src/first',
      'src/second',
      'src/second/deep',
      'src/first/deep',
      'build/Typedefs',
      'build/Typedefs/swig_lib',
    ];
    const NAMES = [
      'base.i',
      'deepest.i',
      'beside.i',
      'pyrun.swg',
      'vector.i',
      'std/vector.i',
      'deep/deepest.i',
    ];
    const LINES = [
      'int a;',
      'int b;',
      '%warn x',
      '%include "beside.i"',
      '%import "deepest.i"',
      '%insert("python") "base.i"',
      '%fail',
    ];
    const content = (name: string): string =>
      // A file that includes itself would never end.
      [pick(LINES), pick(LINES)]
        .filter((line) => !line.includes(path.basename(name)) && /warn|int|fail/.test(line))
        .join('\n');
    const somewhere = (): string => `${pick(['one', 'two'])}/${pick(FOLDERS)}/${pick(NAMES)}`;
    const steps: Record<string, () => void> = {
      write: () => {
        const name = somewhere();
        fixture.write(name, content(name));
      },
      'write once more': () => {
        const name = `${pick(['one', 'two'])}/build/Typedefs/m.i`;
        const lines = ['%module m', '%import "base.i"', pick(LINES), '%include "std/vector.i"', pick(LINES)];
        fixture.write(name, lines.join('\n'));
      },
      remove: () => fixture.remove(somewhere()),
      library: () =>
        void fixture.write(
          `swig/share/swig/4.3/${pick(['swig.swg', 'python/pyrun.swg', 'std/vector.i'])}`,
          pick(['int l;', 'int m;']),
        ),
      program: () => void fixture.write('swig/bin/swig', Buffer.from(`\x7fELF ${random(2)}`, 'latin1')),
      output: () => {
        const file = pick(Object.values(fixture.outputs(fixture.invocation(pick(['one', 'two'])))));
        if (!fs.existsSync(file)) return;
        if (random(2)) fs.rmSync(file);
        else fs.writeFileSync(file, 'x');
      },
      damage: () => {
        const stored = ['a1', 'cas'].flatMap((part) =>
          filesUnder(`${fixture.store}/${part}`).map((name) => `${fixture.store}/${part}/${name}`),
        );
        if (stored.length > 0 && random(3) === 0) fs.truncateSync(pick(stored), random(40));
      },
      evict: () => void evict([fixture.root], { maxBytes: random(20_000), nowMs: Date.now(), force: true }),
      revert: () => fixture.tree(pick(['one', 'two'])),
    };
    try {
      fixture.tree('two');
      for (let n = 0; n < EDITS; n++) {
        const step = pick([
          'write',
          'write',
          'write',
          'write once more',
          'remove',
          'remove',
          'output',
          'revert',
          'revert',
          ...Object.keys(steps),
        ]);
        history.push(step);
        steps[step]!();
        // Most runs begin while the last edit is as old as the clock can tell.
        if (random(2)) await nextFileTick();
        const more = random(5) === 0 ? ['-w401'] : [];
        const { outcome } = await fixture.run(fixture.invocation(pick(['one', 'two']), ...more));
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      for (const outcome of ['hit', 'miss', 'failed'])
        if (!outcomes.get(outcome)) throw new Error(`the history has no ${outcome}`);
    } catch (error) {
      console.error(`seed ${SEED}, after: ${history.slice(-12).join(', ')}`);
      throw error;
    } finally {
      fixture.dispose();
    }
  });
});
