import assert from 'node:assert/strict';
import { lookUpModules } from '../../../server/src/pipeline/look-up-modules';
import type { Pipeline } from '../../../server/src/pipeline/pipeline';
import type { ModuleStatus } from '../../../server/src/shared/type-state';
import { aModule } from '../../support/states';
import { buildOf } from '../../support/build';

describe('the look-up of modules whose igenerator has to run', () => {
  const build = buildOf('/b', { A: ['itkFoo', 'itkBar'], B: ['itkBaz'], C: ['itkQux'], D: [] });
  const modules = (): ModuleStatus[] => [
    aModule({ name: 'A', types: ['itkFoo', 'itkBar'], state: 'out-of-date' }),
    aModule({ name: 'B', types: ['itkBaz'], state: 'stamp-missing' }),
    aModule({ name: 'C', types: ['itkQux'] }),
    aModule({ name: 'D', types: [], state: 'never-run' }),
    aModule({ name: 'Elsewhere', state: 'out-of-date' }),
  ];
  const found: [string, ModuleStatus['cached']][] = [];
  const asked: string[] = [];
  const pipelineOf = (all: readonly ModuleStatus[], isIdle = () => true): Pipeline =>
    ({
      build,
      allModules: () => [...all],
      isIdle,
      lookedUp: ({ name }: ModuleStatus, cached: ModuleStatus['cached']) => found.push([name, cached]),
    }) as unknown as Pipeline;
  const inspect = ({ name }: { name: string }): Promise<Map<string, 'hit' | 'miss'> | null> => {
    asked.push(name);
    const verdicts = new Map<string, 'hit' | 'miss'>([
      ['itkFoo', 'hit'],
      ['itkBar', 'miss'],
    ]);
    return Promise.resolve(name === 'A' ? verdicts : null);
  };
  beforeEach(() => {
    found.length = 0;
    asked.length = 0;
  });

  it('asks for those alone, each once, and counts the hits', async () => {
    const all = modules();
    const known = new WeakSet<ModuleStatus>();
    await lookUpModules(pipelineOf(all), inspect, known);
    await lookUpModules(pipelineOf(all), inspect, known);
    assert.deepEqual(asked, ['A', 'B']);
    assert.deepEqual(found, [['A', { hits: 1, types: 2 }]]);
  });

  it('ends when states are out of date', async () => {
    await lookUpModules(
      pipelineOf(modules(), () => asked.length === 0),
      inspect,
    );
    assert.deepEqual(asked, ['A']);
  });

  it('goes on after one that cannot be looked up', async () => {
    const broken = (module: { name: string }): ReturnType<typeof inspect> =>
      module.name === 'A' ? Promise.reject(new Error('gone')) : inspect(module);
    await lookUpModules(pipelineOf(modules()), broken);
    assert.deepEqual(asked, ['B']);
  });
});
