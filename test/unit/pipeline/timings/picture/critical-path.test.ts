import assert from 'node:assert/strict';
import {
  criticalPathOf,
  unlockersOf,
} from '../../../../../server/src/pipeline/timings/picture/critical-path';
import { dependenciesOf } from '../../../../../server/src/pipeline/timings/picture/dependencies';
import { timelineOf } from '../../../../../server/src/pipeline/timings/picture/timeline';
import { logged, statement } from '../../../../support/timings';

describe('the critical path', () => {
  const run = (
    statements: readonly ReturnType<typeof statement>[],
    entries: readonly ReturnType<typeof logged>[],
  ): { path: string[]; unlocked: (string | null)[] } => {
    const inBuild = entries.map((entry) => ({ ...entry, output: `/b/${entry.output}` }));
    const { timed } = timelineOf(statements, inBuild);
    const dependencies = dependenciesOf(statements);
    const nameOf = (position: number): string => statements[timed[position]!.at]!.outputs[0]!.slice(3);
    return {
      path: criticalPathOf(timed, dependencies).map(nameOf),
      unlocked: [...unlockersOf(timed, dependencies)].map((at) => (at < 0 ? null : nameOf(at))),
    };
  };

  it('is the chain with the greatest sum, and not the one that ended last', () => {
    const { path } = run(
      [
        statement('R', ['a']),
        statement('R', ['b'], ['a']),
        statement('R', ['c']),
        statement('R', ['d'], ['c']),
      ],
      [logged('a', 0, 4), logged('b', 4, 8), logged('c', 4, 5), logged('d', 8, 10)],
    );
    assert.deepEqual(path, ['a', 'b']);
  });

  it('goes through phony statements, order-only inputs and statements that did not run', () => {
    const { path, unlocked } = run(
      [
        statement('R', ['a']),
        statement('phony', ['all'], ['a']),
        statement('R', ['skipped'], ['all']),
        statement('R', ['b'], [], { orderOnly: ['skipped'] }),
      ],
      [logged('a', 0, 4), logged('b', 4, 8)],
    );
    assert.deepEqual(path, ['a', 'b']);
    assert.deepEqual(unlocked, [null, 'a']);
  });

  it('takes for the unlocker what ended last before the begin, in the same run of ninja', () => {
    const statements = [
      statement('R', ['a']),
      statement('R', ['b']),
      statement('R', ['c'], ['a', 'b']),
      statement('R', ['d'], ['a']),
    ];
    const { unlocked } = run(statements, [
      logged('a', 0, 4),
      logged('b', 0, 5),
      logged('c', 6, 8),
      // A later run: what it needs was there.
      logged('d', 0, 1),
    ]);
    assert.deepEqual(unlocked, [null, null, 'b', null]);
  });

  it('copes with a chain of a hundred thousand statements', () => {
    const statements = Array.from({ length: 100_000 }, (_, n) =>
      statement('phony', [`s${n}`], n === 0 ? [] : [`s${n - 1}`]),
    );
    assert.deepEqual(run(statements, []).path, []);
  });
});
