import assert from 'node:assert/strict';
import { splitCommandLine } from '../../../../server/src/build/generators/command-line';

describe('splitCommandLine on POSIX systems', () => {
  const split = (line: string): unknown => splitCommandLine(line, 'posix');
  const cases: [string, string[][]][] = [
    [
      'cd /b && castxml -o x "(" c++ ")"',
      [
        ['cd', '/b'],
        ['castxml', '-o', 'x', '(', 'c++', ')'],
      ],
    ],
    [`a 'b c' "d e" f\\ g ''`, [['a', 'b c', 'd e', 'f g', '']]],
    ['a "b\\"c\\\\d\\$e\\f" \'$x\'', [['a', 'b"c\\d$e\\f', '$x']]],
    ['a "x;y" -D=\\"q\\"', [['a', 'x;y', '-D="q"']]],
    ['a; b\nc', [['a'], ['b'], ['c']]],
    ['a b#c # comment', [['a', 'b#c']]],
    ['a\\\nb cost=5$ $', [['ab', 'cost=5$', '$']]],
    ['a "5$ or $%" b$', [['a', '5$ or $%', 'b$']]],
    ['', []],
  ];
  for (const [line, commands] of cases)
    it(JSON.stringify(line), () => assert.deepEqual(split(line), { commands }));

  for (const line of [
    'a $HOME',
    'a `b`',
    'a "$(b)"',
    'a | b',
    'a > f',
    'a & b',
    'a || b',
    '(a)',
    "a 'b",
    'a "b',
  ])
    it(`reports ${JSON.stringify(line)}`, () => assert.ok('problem' in splitCommandLine(line, 'posix')));
});

describe('splitCommandLine on Windows', () => {
  const cases: [string, string[][]][] = [
    [
      'cmd.exe /C "cd /D C:\\b\\Wrapping && "C:\\Program Files\\castxml.exe" -o C:\\b\\x.xml "(" cl.exe ")""',
      [
        ['cd', '/D', 'C:\\b\\Wrapping'],
        ['C:\\Program Files\\castxml.exe', '-o', 'C:\\b\\x.xml', '(', 'cl.exe', ')'],
      ],
    ],
    [
      'C:\\WINDOWS\\system32\\cmd.exe /C "cd /D D:\\b && D:\\castxml.exe @D:\\b\\t.castxml.inc"',
      [
        ['cd', '/D', 'D:\\b'],
        ['D:\\castxml.exe', '@D:\\b\\t.castxml.inc'],
      ],
    ],
    ['a "b\\\\" c\\d "e\\"f" "g""h" \\\\server\\x', [['a', 'b\\', 'c\\d', 'e"f', 'g"h', '\\\\server\\x']]],
    ['a "x&&y" ""', [['a', 'x&&y', '']]],
  ];
  for (const [line, commands] of cases)
    it(JSON.stringify(line), () => assert.deepEqual(splitCommandLine(line, 'windows'), { commands }));
});
