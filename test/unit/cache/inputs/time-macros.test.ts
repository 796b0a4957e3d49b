import assert from 'node:assert/strict';
import { timeDependence } from '../../../../server/src/cache/inputs/time-macros';

describe('the search for expansions of time macros', () => {
  const now = new Date(2026, 10, 2, 12).getTime();
  const depends = (text: string, mentions: string | null = null, at = now): boolean =>
    timeDependence(Buffer.from(text), mentions, at);

  it('finds the date of the run if no file names the macro, as when it was pasted together', () => {
    for (const day of ['Nov  1 2026', 'Nov  2 2026', 'Nov  3 2026'])
      assert.equal(depends(`const char * made = "${day}";`), true, day);
    for (const day of ['Nov  4 2026', 'Nov  2 2025', '2026']) assert.equal(depends(`"${day}"`), false, day);
  });

  it('finds the date of the run around the turn of the year', () => {
    assert.equal(depends('"Dec 31 2026"', null, new Date(2027, 0, 1, 0, 5).getTime()), true);
    assert.equal(depends('"Jan  1 2027"', null, new Date(2026, 11, 31, 23, 55).getTime()), true);
  });

  it('finds anything like a date or a time if a file names the macro', () => {
    const header = '/src/version.h';
    for (const text of ['"12:34:56"', '"May  4 1999"', '"Tue May  4 12:34:56 1999"'])
      assert.deepEqual([depends(text), depends(text, header)], [false, true], text);
    assert.equal(depends('int x = 12;', header), false);
  });
});
