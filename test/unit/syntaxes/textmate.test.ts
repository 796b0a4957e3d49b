import assert from 'node:assert/strict';
import { loadTextMate, type Token } from '../../support/textmate';

/** `text scope` of each token that is not only space, with its innermost scope. */
function describeTokens(tokens: Token[]): string[] {
  return tokens
    .filter((token) => token.text.trim() !== '')
    .map(({ text, scopes }) => `${text.trim()} ${scopes.at(-1) ?? '-'}`);
}

describe('the TextMate grammar of .wrap', () => {
  let color: (text: string) => Token[];
  before(async () => {
    color = await loadTextMate('itk-wrap');
  });

  function check(text: string, expected: string[]): void {
    const found = describeTokens(color(text));
    for (const token of expected)
      assert.ok(found.includes(token), `no "${token}" among\n${found.join('\n')}`);
  }

  it('marks the class of itk_wrap_class and its method', () => {
    check('itk_wrap_class("itk::MedianImageFilter" POINTER)\nitk_end_wrap_class()', [
      'itk_wrap_class storage.type.class',
      'itk::MedianImageFilter entity.name.type.class',
      'POINTER storage.modifier',
      '( punctuation.section.arguments.begin',
      ') punctuation.section.arguments.end',
      'itk_end_wrap_class storage.type.class',
    ]);
  });

  it('marks nested references and the variables of wrapping', () => {
    check('itk_wrap_template("${ITKM_I${t}${d}}" "${ITKT_IF2},x")', [
      'itk_wrap_template support.function.wrapping',
      'ITKM_I support.variable.wrapping',
      't variable.other.readwrite',
      '${ punctuation.definition.variable.begin',
      '} punctuation.definition.variable.end',
      ',x string.quoted.double',
    ]);
  });

  it('marks control flow, conditions and numbers', () => {
    check('foreach(d IN LISTS ITK_WRAP_IMAGE_DIMS)\n  if(d GREATER 2 AND NOT ON)\n  ELSE()\nendforeach()', [
      'foreach keyword.control.loop',
      'd variable.other.loop',
      'IN keyword.operator.word',
      'GREATER keyword.operator.word',
      '2 constant.numeric',
      'NOT keyword.operator.word',
      'ON constant.language',
      'ELSE keyword.control.conditional',
      'endforeach keyword.control',
    ]);
  });

  it('marks comments of both kinds, and code after them', () => {
    check('set(a b) # ) set(c)\n#[=[ one ]]\n set(d) ]=]\nset(e)', [
      ') set(c) comment.line.number-sign',
      'one ]] comment.block',
      'set(d) comment.block',
      'e string.unquoted',
    ]);
    assert.deepEqual(
      color('#[[ a\nb ]]\nset(c)').filter((token) =>
        token.scopes.some((scope) => scope.startsWith('comment')),
      ).length,
      4,
    );
  });

  it('marks bracket arguments, escapes and generator expressions', () => {
    check('message([=[ ${a} ]] ]=] "\\"b" $<IF:${c},d> $(MAKE))', [
      '${a} ]] string.quoted.other.bracket',
      '\\" constant.character.escape',
      'IF support.function.generator',
      'c variable.other.readwrite',
      'MAKE variable.other.make',
    ]);
  });

  it('marks the names of functions and macros in definitions and calls', () => {
    check('macro(add_types list)\nendmacro()\nadd_types(x)', [
      'macro storage.type.function',
      'add_types entity.name.function',
      'list variable.parameter',
    ]);
  });

  it('recovers from a parenthesis that is not closed', () => {
    check('itk_wrap_template("a" b\nitk_end_wrap_class()\nset(c d)', [
      'itk_end_wrap_class storage.type.class',
      'set support.function.builtin',
    ]);
    const last = color('set(a\nset(b c)').at(-2);
    assert.deepEqual(last?.scopes, ['meta.function-call', 'string.unquoted']);
  });
});

describe('the TextMate grammar of .castxml.inc', () => {
  it('marks options, paths and definitions', async () => {
    const color = await loadTextMate('castxml-inc');
    const found = describeTokens(
      color(
        '"-I/usr/my include"\n\n-Qunused-arguments\n-DITK_WRAPPING_PARSER\n-DVERSION=3\n-std=c++17\n-isystem /opt/include',
      ),
    );
    assert.deepEqual(found, [
      '" punctuation.definition.string.begin',
      '-I keyword.other.option',
      '/usr/my include string.unquoted.path',
      '" punctuation.definition.string.end',
      '-Qunused-arguments keyword.other.option',
      '-D keyword.other.option',
      'ITK_WRAPPING_PARSER entity.name.constant.preprocessor',
      '-D keyword.other.option',
      'VERSION entity.name.constant.preprocessor',
      '= keyword.operator.assignment',
      '3 constant.other.value',
      '-std keyword.other.option',
      '= keyword.operator.assignment',
      'c++17 constant.other.value',
      '-isystem keyword.other.option',
      '/opt/include string.unquoted.path',
    ]);
  });
});

describe('the TextMate grammar of CMake scripts', () => {
  it('colors them like .wrap files', async () => {
    const [cmake, wrap] = [await loadTextMate('cmake'), await loadTextMate('itk-wrap')];
    const text = 'macro(itk_wrap_class class)\n  set(x "${ITKT_F}") # a class\nendmacro()\n';
    assert.deepEqual(describeTokens(cmake(text)), describeTokens(wrap(text)));
    assert.ok(describeTokens(cmake(text)).includes('itk_wrap_class entity.name.function'));
  });
});
