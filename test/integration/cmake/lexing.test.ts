import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { Statement } from '../../../server/src/cmake/syntax/ast';
import { type CMakeParser, loadParser } from '../../../server/src/cmake/syntax/parse';
import { seedOf } from '../../support/random';

const SEED = seedOf('ITK_WRAP_RANDOM_SEED');

const cmake = process.env.CMAKE ?? 'cmake';

interface Call {
  line: number;
  args: string[];
}

describe(`lexing, compared with the real cmake (ITK_WRAP_RANDOM_SEED=${SEED})`, () => {
  let parser: CMakeParser;
  let folder: string;
  let script: string;
  before(async () => {
    execFileSync(cmake, ['--version']); // fails if there is none
    parser = await loadParser();
    folder = mkdtempSync(path.join(tmpdir(), 'lexing-'));
    script = path.join(folder, 'script.cmake');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The calls of `f` in cmake's trace, whose arguments are not evaluated. */
  function callsOfCMake(text: string): Call[] {
    writeFileSync(script, text);
    const { stderr } = spawnSync(cmake, ['--trace', '--trace-format=json-v1', '-P', script], {
      encoding: 'utf8',
    });
    return stderr
      .split('\n')
      .filter((line) => /"cmd":"f"/i.test(line))
      .map((line) => JSON.parse(line) as Call)
      .map(({ line, args }) => ({ line, args }));
  }

  function calls(statements: Statement[]): Call[] {
    return statements.flatMap((statement) =>
      statement.kind === 'command' && statement.name.toLowerCase() === 'f'
        ? [{ line: statement.range.start.line + 1, args: statement.args.map((argument) => argument.text) }]
        : [],
    );
  }

  /** Whether cmake can read the text. It evaluates none of it. */
  function cmakeReads(text: string): boolean {
    writeFileSync(script, `return()\n${text}`);
    return spawnSync(cmake, ['-P', script]).status === 0;
  }

  it('splits arguments like cmake', () => {
    const text = [
      'function(f)\nendfunction()',
      'f()',
      'f(a;b c "d;e" [[f;g]])',
      'f("" [[]] [==[]==] #[[c]] x)',
      'f("one \\\ntwo" "\\\\\nthree" "\\\\\\\nfour" "five \\\r\nsix")',
      'f([[\nfirst\n]] [=[\n\n]]\n]=])\r',
      'f("a""b" c"d" e" f"g"h i" -Dj="k l" m"n\no")',
      'f([ a] [b] [=] [=c a[[b]] d[0] [] [= [== x [="y z"] [=\\ q)',
      'f($(MAKE) -I$(a_1)/b $( c) $ d$)',
      'f(a\\ b \\" \\( \\) \\# \\\\ \\; \\t)',
      'f(NOT (a AND (b OR c)) d(e)f ())',
      'f(a#comment )\n  b # c\n#[[ ) ]] )',
      'f(\n\n  é\t"日本語"\v\f \r 🎉)',
      'f(x\n)  # and more',
      '  F (no)',
      'f ( a\rb\r\nc )',
      '',
    ].join('\n');
    for (const start of ['', '\ufeff']) {
      const expected = callsOfCMake(start + text);
      assert.equal(expected.length, 15);
      const { statements, errors } = parser.parseScript(start + text);
      assert.deepEqual(calls(statements), expected);
      assert.deepEqual(
        errors.filter((error) => error.severity === 'error'),
        [],
      );
    }
  });

  it('finds an error where cmake does, and nowhere else', () => {
    const texts = [
      'f(a) f(b)',
      'f(a) #[[c]]\nf(b)',
      '#[[c]] f(a)',
      'f(a) #[[c]] f(b)',
      'f(a)) ',
      'f(a',
      'f("a)',
      'f([[a)',
      '#[[ a',
      'f(a \\\n b)',
      'f\n(a)',
      'f',
      '"a"',
      'f([[a]]b)',
      'f([[a]]"b")',
      'f(a[[b]])',
      'f("a"[[b]])',
      'f(a#[[x]]b)',
      'f("a"#[[x]] b)',
      'f([[a]](b))',
      'f((a)[[b]])',
      'f(([[b]]))',
      'if(a)\nelse()\nelse()\nendif()',
      'if(a)\nelse()\nelseif(b)\nendif()',
      'if(a)\nforeach(b c)\nendif()\nendforeach()',
      'foreach(a b)\nendif()',
      'endif()',
      'else()',
      'function(f)\nif(a)\nendfunction()',
      'while(a)\nblock()\nmacro(m)\nendmacro()\nendblock()\nendwhile()',
      'f(a"b)',
      'f(a"b\nc")',
      'f(${a b})',
    ];
    for (const text of texts) check(text);
  });

  it('finds an error where cmake does, and nowhere else, in random text', () => {
    const parts = ['f(', 'g (', '(', ')', ')', '"', '"', '[[', ']]', '[=[', ']=]', '#', '\\', '\n', '\n', '\r\n', ' ', ' ', '\t',
      '${', '}', '$<', '>', '$(', ';', 'if(a)\n', 'else()\n', 'endif()\n', 'foreach(a b)\n', 'endforeach()\n', 'a', 'b=', '[', 'é',
    ]; // prettier-ignore
    let read = 0;
    const inside = fc.noBias(
      fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 9, size: 'max' }),
    );
    const texts = fc.tuple(inside, fc.boolean()).map(([found, called]) => {
      const text = found.join('');
      return called ? `f(${text})\n` : text;
    });
    fc.assert(
      fc.property(texts, (text) => {
        if (check(text)) read++;
      }),
      { seed: SEED, numRuns: 400 },
    );
    assert.ok(read > 40, `only ${read} of the texts are CMake`);
  }).timeout(240_000);

  function check(text: string): boolean {
    const expected = cmakeReads(text);
    const errors = parser.parseScript(text).errors.filter((error) => error.severity === 'error');
    assert.equal(errors.length === 0, expected, `${JSON.stringify(text)}: ${JSON.stringify(errors)}`);
    return expected;
  }
});
