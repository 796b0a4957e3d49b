import assert from 'node:assert/strict';
import { parseCppType } from '../../../../server/src/wrapping/types/cpp-type';

const builtin = (name: string) => ({ kind: 'builtin', name });
const plain = (name: string) => ({ kind: 'name', isGlobal: false, segments: [{ name, args: null }] });

describe('parseCppType', () => {
  it('gives builtin types one spelling', () => {
    for (const [written, name] of [
      ['unsigned', 'unsigned int'],
      ['signed short', 'short'],
      ['short int', 'short'],
      ['long unsigned int', 'unsigned long'],
      ['unsigned long long', 'unsigned long long'],
      ['signed char', 'signed char'],
      ['double long', 'long double'],
    ] as const)
      assert.deepEqual(parseCppType(written), builtin(name), written);
  });

  it('reads nested arguments, members and template keywords', () => {
    assert.deepEqual(parseCppType('typename T::template Rebind<float>::Type'), {
      kind: 'name',
      isGlobal: false,
      segments: [
        { name: 'T', args: null },
        { name: 'Rebind', args: [builtin('float')] },
        { name: 'Type', args: null },
      ],
    });
  });

  it('tells a pointer from a product', () => {
    assert.deepEqual(parseCppType('A * const'), {
      kind: 'decorated',
      of: plain('A'),
      decorators: ['*', 'const'],
    });
    assert.deepEqual(parseCppType('A * 2'), {
      kind: 'operation',
      operator: '*',
      left: plain('A'),
      right: { kind: 'number', value: 2 },
    });
  });

  it('puts const where it means the same', () => {
    assert.deepEqual(parseCppType('const A &'), parseCppType('A const &'));
  });

  it('respects the order of operations and parentheses', () => {
    const number = (value: number) => ({ kind: 'number', value });
    const node = (operator: string, left: object, right: object) => ({
      kind: 'operation',
      operator,
      left,
      right,
    });
    assert.deepEqual(parseCppType('1 + 2 * 3'), node('+', number(1), node('*', number(2), number(3))));
    assert.deepEqual(parseCppType('(1 + 2) * 3u'), node('*', node('+', number(1), number(2)), number(3)));
    assert.deepEqual(parseCppType('5 - 2 - 1'), node('-', node('-', number(5), number(2)), number(1)));
  });

  it('refuses what it does not know, and text that nests too deep', () => {
    for (const text of [
      '',
      'A<',
      'A<B',
      'A>',
      'void(int)',
      'decltype(x)',
      'A...',
      'a < b',
      '1.5',
      'A B',
      '"x"',
    ])
      assert.equal(parseCppType(text), null, text);
    const depth = 10_000;
    assert.equal(parseCppType('A<'.repeat(depth) + 'B' + '>'.repeat(depth)), null);
    assert.equal(parseCppType('('.repeat(depth) + '1' + ')'.repeat(depth)), null);
  });
});
