import assert from 'node:assert/strict';
import { canBeRevision } from '../../../../server/src/shared/diff/revision';

describe('canBeRevision', () => {
  it('accepts what git accepts, and neither options nor control characters', () => {
    for (const text of ['main', 'origin/main', 'HEAD~2', 'v5.4.0', ':/a message', 'a; touch x', '$(touch x)'])
      assert.ok(canBeRevision(text), text);
    for (const text of ['', '-n', '--output=x', 'a\nb', 'a\0b', '\x1b[1m', 'a\u2028', 'x'.repeat(2000)])
      assert.ok(!canBeRevision(text), JSON.stringify(text));
  });
});
