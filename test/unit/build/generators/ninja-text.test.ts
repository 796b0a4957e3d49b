import assert from 'node:assert/strict';
import { evaluate, parseBuildLine } from '../../../../server/src/build/generators/ninja-text';

const variables = (name: string): string => ({ dir: '/b/', empty: '' })[name] ?? '';

describe('evaluate', () => {
  it('resolves escapes, variables and continuations', () => {
    assert.equal(evaluate('a$ b$:c$$d', variables), 'a b:c$d');
    assert.equal(evaluate('${dir}x $dir y$none', variables), '/b/x /b/ y');
    assert.equal(evaluate('one$\n   two$\r\n three', variables), 'onetwothree');
    assert.equal(evaluate('$', variables), '$');
  });
});

describe('parseBuildLine', () => {
  it('separates outputs, rule, inputs and order-only inputs', () => {
    assert.deepEqual(parseBuildLine('a.xml b | ${dir}a.xml: CUSTOM a.cxx | h.h || T1 T2 |@ v', variables), {
      outputs: ['a.xml', 'b'],
      implicitOutputs: ['/b/a.xml'],
      rule: 'CUSTOM',
      inputs: ['a.cxx', 'h.h'],
      orderOnly: ['T1', 'T2'],
    });
  });

  it('keeps escaped blanks and colons in paths', () => {
    const line = parseBuildLine('C$:/out$ put/a.xml: CUSTOM C$:/in$ dir/a.cxx $\n    C$:/b.h', variables);
    assert.deepEqual(line?.outputs, ['C:/out put/a.xml']);
    assert.deepEqual(line?.inputs, ['C:/in dir/a.cxx', 'C:/b.h']);
  });

  it('returns null without a rule', () => {
    assert.equal(parseBuildLine('a b c', variables), null);
    assert.equal(parseBuildLine('a:', variables), null);
  });
});
