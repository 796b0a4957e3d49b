import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { LookUpWhenQuiet } from '../../../../server/src/lsp/session/look-up-when-quiet';
import type { Pipeline } from '../../../../server/src/pipeline/pipeline';
import { buildOf } from '../../../support/build';
import { aModule } from '../../../support/states';

describe('the look-up of modules when the states rest', () => {
  let asked: string[];
  let shown: Pipeline | null;
  const pipeline = {
    build: buildOf('/b', { A: ['itkFoo'] }),
    allModules: () => [aModule({ name: 'A', types: ['itkFoo'], state: 'out-of-date' })],
    isIdle: () => true,
    lookedUp: () => undefined,
  } as unknown as Pipeline;
  const lookUps = (): LookUpWhenQuiet =>
    new LookUpWhenQuiet(
      ({ name }) => {
        asked.push(name);
        return Promise.resolve(null);
      },
      (one) => one === shown,
    );
  beforeEach(() => {
    asked = [];
    shown = pipeline;
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => mock.timers.reset());

  it('begins two seconds after the last change', () => {
    const one = lookUps();
    one.changed(pipeline);
    mock.timers.tick(1500);
    one.changed(pipeline);
    mock.timers.tick(1999);
    assert.deepEqual(asked, []);
    mock.timers.tick(1);
    assert.deepEqual(asked, ['A']);
    mock.timers.tick(60_000);
    assert.deepEqual(asked, ['A']);
  });

  it('does not begin for a build that is no longer shown', () => {
    lookUps().changed(pipeline);
    shown = null;
    mock.timers.tick(2000);
    assert.deepEqual(asked, []);
  });
});
