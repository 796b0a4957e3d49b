import assert from 'node:assert/strict';
import { traceOf } from '../../../../../server/src/pipeline/timings/picture/chrome-trace';
import { smallReport } from '../../../../support/timings';

describe('the trace for Chrome', () => {
  const { traceEvents } = traceOf(smallReport());
  const of = (ph: string): typeof traceEvents => traceEvents.filter((event) => event.ph === ph);

  it('has a span for each statement, in microseconds, in the thread of its lane', () => {
    const spans = of('X');
    assert.equal(spans.length, 8);
    const link = spans.find(({ name }) => name === '_MPython.so')!;
    assert.deepEqual([link.ts, link.dur, link.cat], [21e6, 1e6, 'link']);
    assert.equal(of('M').filter(({ name }) => name === 'thread_name').length, 2);
  });

  it('has an arrow for each step of the critical path that something unlocked', () => {
    assert.equal(of('s').length, 4);
    assert.deepEqual(
      of('s').map(({ id }) => id),
      of('f').map(({ id }) => id),
    );
    assert.ok(of('f').every(({ bp }) => bp === 'e'));
  });
});
