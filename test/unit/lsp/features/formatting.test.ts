import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CMakeParser } from '../../../../server/src/cmake/syntax/parse';
import { loadParser } from '../../../../server/src/cmake/syntax/parse';
import { ITK_FORMAT_OPTIONS } from '../../../../server/src/cmake/format/options';
import { formatDocument, formatRange } from '../../../../server/src/lsp/features/formatting';

describe('formatting', () => {
  let parser: CMakeParser;
  before(async () => {
    parser = await loadParser();
  });

  const parse = (text: string) => parser.parseScript(text);
  const sourceOf = (text: string) => ({ text, script: parse(text) });
  const format = (text: string) => formatDocument(sourceOf(text), parse, ITK_FORMAT_OPTIONS);
  const apply = (text: string, edits: ReturnType<typeof formatDocument>): string =>
    TextDocument.applyEdits(TextDocument.create('file:///x', 'x', 1, text), edits);

  /** Formats a text, and checks that formatting it again changes nothing. */
  function check(text: string, expected: string): void {
    const formatted = apply(text, format(text));
    assert.equal(formatted, expected);
    assert.equal(apply(formatted, format(formatted)), expected);
  }

  it('indents blocks by two spaces, and classes not at all', () => {
    check(
      'itk_wrap_class("A" POINTER)\n  foreach(d ${D})\nif(x)\n      itk_wrap_template("a"   "b")\nelse( )\n# why\nf()\nendif()\n  endforeach()\nitk_end_wrap_class()',
      'itk_wrap_class("A" POINTER)\nforeach(d ${D})\n  if(x)\n    itk_wrap_template("a"   "b")\n  else()\n    # why\n    f()\n  endif()\nendforeach()\nitk_end_wrap_class()\n',
    );
  });

  it('keeps one blank line, and comments where they are', () => {
    check('\n\n# a\n\n\n\nSET( x 1 ) # trailing\n\n', '# a\n\nset(x 1) # trailing\n');
  });

  it('puts the arguments of long CMake commands on separate lines', () => {
    check(
      'set(WRAPPER_SUBMODULE_ORDER itkAlpha\n   itkBeta)\n',
      'set(\n  WRAPPER_SUBMODULE_ORDER\n  itkAlpha\n  itkBeta\n)\n',
    );
  });

  it('does not change quoted and bracket arguments of several lines', () => {
    const text = 'if(x)\n  set(\n    y\n    "a\n     b"\n  )\n  f([[\n  c\n]]\n  )\nendif()\n';
    check(text, text);
  });

  it('keeps CRLF', () => {
    check('if(x)\r\nf()\r\nendif()\r\n', 'if(x)\r\n  f()\r\nendif()\r\n');
  });

  it('does not change incomplete scripts', () => {
    check('foreach(d\n   f()', 'foreach(d\n   f()');
    check('', '\n');
  });

  it('formats only the lines of a range', () => {
    const text = '  a()\n  b()\n  c()\n';
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    const edits = formatRange(sourceOf('x()\n  a()\ny()\n  b()\n'), range, parse, ITK_FORMAT_OPTIONS);
    assert.equal(apply('x()\n  a()\ny()\n  b()\n', edits), 'x()\na()\ny()\n  b()\n');
    assert.equal(apply(text, format(text)), 'a()\nb()\nc()\n');
  });
});
