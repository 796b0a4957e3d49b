import assert from 'node:assert/strict';
import { joinSnakeCase } from '../../../../server/src/cache/igenerator/snake-case';

describe('a module’s file of function names', () => {
  const join = (...parts: string[]): string | undefined =>
    joinSnakeCase(parts.map((part) => Buffer.from(part)))?.toString();

  it('has the names of its types, sorted, each once', () => {
    const parts = ["f = ('median', 'abs', )\n", 'f = ()\n', "f = ('abs', 'z_1', )\n"];
    assert.equal(join(...parts), "f = ('abs', 'median', 'z_1', )\n");
    assert.equal(join('f = ()\n'), 'f = ()\n');
  });

  it('cannot be made if a part has another form', () => {
    assert.equal(join('f = ()\n', 'g = ()\n'), undefined);
    assert.equal(join("f = ('a', 'b')\n"), undefined);
    assert.equal(join(''), undefined);
    assert.equal(join(), undefined);
  });
});
