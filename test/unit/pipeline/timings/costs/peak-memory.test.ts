import assert from 'node:assert/strict';
import { peakMemoryOf } from '../../../../../server/src/pipeline/timings/costs/peak-memory';

describe('peak memory from GNU time', () => {
  it('belongs to the output after -o, the last line of an output counts, and other lines are skipped', () => {
    const text = [
      '1024 c++ -c a.cpp -o dir/a.o',
      'Command exited with non-zero status 1',
      '2048 c++ -c a.cpp -o dir/a.o',
      '77 true',
      '12 c++ -o',
      '99999999999999999999 c++ -o dir/b.o',
    ].join('\n');
    assert.deepEqual([...peakMemoryOf(text, '/b')], [['/b/dir/a.o', 2048 * 1024]]);
  });
});
