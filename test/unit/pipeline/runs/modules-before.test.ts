import assert from 'node:assert/strict';
import { modulesToRunBefore } from '../../../../server/src/pipeline/runs/modules-before';
import { buildOf } from '../../../support/build';

describe('the modules to run before another', () => {
  const build = buildOf('/b', { A: ['a'], B: ['b'], C: ['c'], D: ['d'] });
  const needs: Record<string, string[]> = { A: [], B: ['A'], C: ['B', 'Outside'], D: [] };
  for (const module of build.modules) {
    const [type] = module.types;
    Object.assign(module, {
      dependencies: needs[module.name],
      igeneratorOutputs: [`/b/${type}.i`, `/b/${type}.idx`],
    });
  }
  const before = (name: string, ...present: string[]): string[] =>
    modulesToRunBefore(
      build,
      build.modules.find((module) => module.name === name)!,
      (file) => present.includes(file),
    );

  it('are those that it needs, directly or not, and whose .idx files are missing, in their order', () => {
    assert.deepEqual(before('C'), ['A', 'B']);
    assert.deepEqual(before('C', '/b/a.idx'), ['B']);
    assert.deepEqual(before('C', '/b/a.idx', '/b/b.idx'), []);
    assert.deepEqual(before('A'), []);
  });

  it('do not include itself if modules need each other', () => {
    needs.A!.push('C');
    assert.deepEqual(before('C'), ['A', 'B']);
  });
});
