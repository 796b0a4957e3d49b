import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Argument, Block, Command } from '../../../../server/src/cmake/syntax/ast';
import { type CMakeParser, loadParser } from '../../../../server/src/cmake/syntax/parse';

describe('the AST of a CMake script', () => {
  let parser: CMakeParser;
  before(async () => {
    parser = await loadParser();
  });

  const args = (text: string): Argument[] => (parser.parseScript(text).statements[0] as Command).args;
  const errors = (text: string): string[] =>
    parser
      .parseScript(text)
      .errors.map(
        ({ message, severity, range: { start } }) =>
          `${start.line}:${start.character} ${severity}: ${message}`,
      );

  it('has names as written, and positions in UTF-16 units', () => {
    const { statements } = parser.parseScript('\n  SET ( "🎉" é\n b )');
    const command = statements[0] as Command;
    assert.equal(command.name, 'SET');
    assert.deepEqual(command.nameRange, { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } });
    assert.deepEqual(command.range, { start: { line: 1, character: 2 }, end: { line: 2, character: 4 } });
    assert.deepEqual(
      command.args.map(({ kind, text, range }) => [kind, text, range.start.line, range.start.character]),
      [
        ['quoted', '🎉', 1, 8],
        ['unquoted', 'é', 1, 13],
        ['unquoted', 'b', 2, 1],
      ],
    );
  });

  it('has arguments without quotes and brackets, and parentheses as arguments', () => {
    assert.deepEqual(
      args('f("a\\"b" [==[\r\nc]]\r\n]==] (x "\\\r\ny") -Da="b c")').map(({ kind, text }) => [kind, text]),
      [
        ['quoted', 'a\\"b'],
        ['bracket', 'c]]\n'],
        ['unquoted', '('],
        ['unquoted', 'x'],
        ['quoted', 'y'],
        ['unquoted', ')'],
        ['unquoted', '-Da="b c"'],
      ],
    );
  });

  it('has references, including those inside references and generator expressions', () => {
    const [argument, bracket] = args('f("${a_${b}} $ENV{c} $<IF:$CACHE{d},e>" [[${a}]])');
    assert.deepEqual(
      argument!.references.map(({ kind, name, nested }) => [kind, name, nested.map((inner) => inner.name)]),
      [
        ['normal', 'a_${b}', ['b']],
        ['env', 'c', []],
        ['cache', 'd', []],
      ],
    );
    assert.deepEqual(argument!.references[0]!.nested[0]!.range, {
      start: { line: 0, character: 7 },
      end: { line: 0, character: 11 },
    });
    assert.deepEqual(bracket!.references, []);
  });

  it('has blocks with their branches', () => {
    const { statements } = parser.parseScript('if(a)\n b()\nelseif(c)\nelse()\n d()\n e()\nEndIf()\nf()');
    const block = statements[0] as Block;
    assert.equal(block.type, 'if');
    assert.deepEqual(
      block.branches.map(({ open, body }) => [open.name, body.length]),
      [
        ['if', 1],
        ['elseif', 0],
        ['else', 2],
      ],
    );
    assert.equal(block.close?.name, 'EndIf');
    assert.deepEqual(block.range.end, { line: 6, character: 7 });
    assert.equal(statements.length, 2);
  });

  it('has comments without their delimiters', () => {
    const { comments } = parser.parseScript('# a\r\nf(x #[=[b\nc]=] y) #d');
    assert.deepEqual(
      comments.map(({ kind, text }) => [kind, text]),
      [
        ['line', ' a'],
        ['bracket', 'b\nc'],
        ['line', 'd'],
      ],
    );
  });

  it('has errors with their positions, and everything after them', () => {
    const cases: [string, string[]][] = [
      ['f(a\ng(b)', ['0:0 error: The parenthesis of f() is never closed: ")" is missing.']],
      ['f("a)\ng(b)', ['0:2 error: This string is never closed: its second quote is missing.']],
      ['f(a))\ng(b)', ['0:4 error: This ")" closes nothing.']],
      [
        'f\ng(b)',
        ['0:0 error: "(" is missing after f: a command is a name and its arguments in parentheses.'],
      ],
      ['f() g(b)', ['0:4 error: A new line is missing before g(): CMake takes one command a line.']],
      ['endif()\ng(b)', ['0:0 error: endif() without if() before it.']],
      ['f("a"b)', ['0:5 warning: A space is missing before this argument.']],
      ['f([[a]]b)', ['0:7 error: A space is missing before this argument.']],
      ['if(a)\nelse()\nelse()\nendif()', ['2:0 error: else() after the else() of the same if().']],
      ['foreach(a b)\nf()', ['0:0 error: foreach() is never closed: endforeach() is missing.']],
    ];
    for (const [text, expected] of cases) {
      assert.deepEqual(errors(text), expected, text);
      const script = JSON.stringify(parser.parseScript(text).statements);
      if (text.includes('g(b)')) assert.match(script, /"name":"g"/, text);
    }
  });

  it('follows the changes of a document', () => {
    const document = parser.open('f(a)\n');
    const before = document.script;
    assert.equal(document.update('f(a)\n'), before);
    assert.equal((document.update('f(a)\ng(b)\n').statements[1] as Command).name, 'g');
    document.close();
  });

  it('is made by a parser from the given folder, which fails to load if the files are missing', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'parser-'));
    try {
      await assert.rejects(loadParser(folder), /ENOENT.*web-tree-sitter.wasm/);
      const runtime = createRequire(__filename).resolve('web-tree-sitter/web-tree-sitter.wasm');
      copyFileSync(runtime, path.join(folder, 'web-tree-sitter.wasm'));
      const language = path.resolve(__dirname, '../../../../server/grammar/tree-sitter-cmake.wasm');
      copyFileSync(language, path.join(folder, 'tree-sitter-cmake.wasm'));
      assert.equal((await loadParser(folder)).parseScript('f()').statements.length, 1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
