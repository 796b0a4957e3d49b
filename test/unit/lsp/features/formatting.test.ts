import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CMakeParser } from '../../../../server/src/cmake/syntax/parse';
import { loadParser } from '../../../../server/src/cmake/syntax/parse';
import { formatDocument, formatRange } from '../../../../server/src/lsp/features/formatting';

describe('formatting', () => {
  let parser: CMakeParser;
  before(async () => {
    parser = await loadParser();
  });

  const apply = (text: string, edits: ReturnType<typeof formatDocument>): string =>
    TextDocument.applyEdits(TextDocument.create('file:///x', 'x', 1, text), edits);

  /** Formats, and checks that formatting again changes nothing. */
  function check(text: string, expected: string): void {
    const parse = (one: string) => parser.parseScript(one);
    const formatted = apply(text, formatDocument(text, parse));
    assert.equal(formatted, expected);
    assert.equal(apply(formatted, formatDocument(formatted, parse)), expected);
  }

  it('indents blocks by two, and classes not at all', () => {
    check(
      'itk_wrap_class("A" POINTER)\n  foreach(d ${D})\nif(x)\n      itk_wrap_template("a"   "b")\nelse()\n# why\nf()\nendif()\n  endforeach()\nitk_end_wrap_class( )',
      'itk_wrap_class("A" POINTER)\nforeach(d ${D})\n  if(x)\n    itk_wrap_template("a" "b")\n  else()\n    # why\n    f()\n  endif()\nendforeach()\nitk_end_wrap_class()\n',
    );
  });

  it('keeps one blank line, and comments where they are', () => {
    check('\n\n# a\n\n\n\nSET( x 1 ) # trailing\n\n', '# a\n\nset(x 1) # trailing\n');
  });

  it('puts the arguments of long CMake commands on lines of their own', () => {
    check(
      'set(WRAPPER_SUBMODULE_ORDER itkAlpha\n   itkBeta)\n',
      'set(\n  WRAPPER_SUBMODULE_ORDER\n  itkAlpha\n  itkBeta\n)\n',
    );
  });

  it('moves the lines of a macro’s call together, aligned as they were', () => {
    check(
      'foreach(d 2)\n    itk_wrap_template("a"\n                      "b")\nendforeach()\n',
      'foreach(d 2)\n  itk_wrap_template("a"\n                    "b")\nendforeach()\n',
    );
  });

  it('leaves quoted and bracket arguments of several lines as they are', () => {
    const text = 'if(x)\n  set(y "a\n     b")\n  f([[\n  c\n]])\nendif()\n';
    check(text, text);
  });

  it('keeps CRLF', () => {
    check('if(x)\r\nf()\r\nendif()\r\n', 'if(x)\r\n  f()\r\nendif()\r\n');
  });

  it('leaves half-written scripts alone', () => {
    check('foreach(d\n   f()', 'foreach(d\n   f()');
    check('', '');
  });

  it('formats the lines of a range alone', () => {
    const text = '  a()\n  b()\n  c()\n';
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    const edits = formatRange('x()\n  a()\ny()\n  b()\n', range, (one) => parser.parseScript(one));
    assert.equal(apply('x()\n  a()\ny()\n  b()\n', edits), 'x()\na()\ny()\n  b()\n');
    assert.equal(
      apply(
        text,
        formatDocument(text, (one) => parser.parseScript(one)),
      ),
      'a()\nb()\nc()\n',
    );
  });
});
