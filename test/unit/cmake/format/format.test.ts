import assert from 'node:assert/strict';
import { findDefinitions } from '../../../../server/src/cmake/format/definitions';
import { formatText } from '../../../../server/src/cmake/format/format';
import { type FormatOptions, ITK_FORMAT_OPTIONS } from '../../../../server/src/cmake/format/options';

/** The expected texts are the output of gersemi 0.19.3. */
describe('the formatter', () => {
  /** Formats, and checks that formatting again changes nothing. */
  function check(text: string, expected: string, options: Partial<FormatOptions> = {}): void {
    const all = { ...ITK_FORMAT_OPTIONS, ...options };
    assert.equal(formatText(text, all), expected);
    assert.equal(formatText(expected, all), expected);
  }

  it('puts the closing parenthesis of a multi-line command on its own line', () => {
    check(
      'set(WRAPPER_ORDER itkAlpha\n   itkBeta)\n',
      ['set(', '  WRAPPER_ORDER', '  itkAlpha', '  itkBeta', ')', ''].join('\n'),
    );
    check(
      'set(WRAPPER_LIBRARY_DEPENDS\n  "itkAlpha"\n  "itkBeta")\n',
      ['set(', '  WRAPPER_LIBRARY_DEPENDS', '  "itkAlpha"', '  "itkBeta"', ')', ''].join('\n'),
    );
  });

  it('joins arguments that fit on one line', () => {
    check(
      'string(REGEX REPLACE "a"\n   "b" result\n  "${value}")\n',
      'string(REGEX REPLACE "a" "b" result "${value}")\n',
    );
    check('list(FIND\n  types\n  "${t}"\n  found\n)\n', 'list(FIND types "${t}" found)\n');
    check('if(NOT t\n   IN_LIST  types)\nendif()\n', 'if(NOT t IN_LIST types)\nendif()\n');
  });

  it('drops blank lines at the beginning and the end of blocks, and keeps one between commands', () => {
    check(
      '\n\nforeach(d 2 3)\n\n  f()\n\n\n  g()\n\nendforeach()\n\n\n\n# end\n\n',
      ['foreach(d 2 3)', '  f()', '', '  g()', 'endforeach()', '', '# end', ''].join('\n'),
    );
  });

  it('keeps the blanks in calls of unknown macros', () => {
    check('itk_wrap_template("${a}"   "${b}" )\n', 'itk_wrap_template("${a}"   "${b}" )\n');
    check(
      'if(x)\nitk_wrap_template("a"\n                  "b")\nendif()\n',
      ['if(x)', '  itk_wrap_template("a"', '                    "b"', '  )', 'endif()', ''].join('\n'),
    );
    check(
      'if(x)\n      f(\n        a\n  b\n      )\nendif()\n',
      ['if(x)', '  f(', '        a', '  b', '  )', 'endif()', ''].join('\n'),
    );
  });

  it('writes commands in lower case, and those of modules as in their documentation', () => {
    check(
      'SET(x 1)\nUNIQUE(types ${a})\nexternalproject_add(x PREFIX y)\n',
      ['set(x 1)', 'unique(types ${a})', 'ExternalProject_Add(x PREFIX y)', ''].join('\n'),
    );
  });

  it('keeps a keyword and its value together, and puts each value of a list on its own line', () => {
    check(
      'set(ITK_NAME "a long value" CACHE INTERNAL\n  "a description that takes the line beyond its eighty characters")\n',
      [
        'set(',
        '  ITK_NAME',
        '  "a long value"',
        '  CACHE INTERNAL',
        '  "a description that takes the line beyond its eighty characters"',
        ')',
        '',
      ].join('\n'),
    );
    check(
      'install(TARGETS a b RUNTIME DESTINATION bin COMPONENT Runtime LIBRARY DESTINATION lib COMPONENT Libraries)\n',
      [
        'install(',
        '  TARGETS',
        '    a',
        '    b',
        '  RUNTIME',
        '    DESTINATION bin',
        '    COMPONENT Runtime',
        '  LIBRARY',
        '    DESTINATION lib',
        '    COMPONENT Libraries',
        ')',
        '',
      ].join('\n'),
    );
    check(
      'file(GENERATE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/name" INPUT "${CMAKE_CURRENT_SOURCE_DIR}/name.in")\n',
      [
        'file(',
        '  GENERATE',
        '  OUTPUT',
        '  "${CMAKE_CURRENT_BINARY_DIR}/name"',
        '  INPUT "${CMAKE_CURRENT_SOURCE_DIR}/name.in"',
        ')',
        '',
      ].join('\n'),
    );
  });

  it('lays out command lines and properties in special ways', () => {
    check(
      'add_custom_command(OUTPUT ${out} COMMAND ${Python3_EXECUTABLE} ${script} --with-option ${value} --another-option ${other}\n DEPENDS ${script} ${igenerator} COMMENT "Running")\n',
      [
        'add_custom_command(',
        '  OUTPUT',
        '    ${out}',
        '  COMMAND',
        '    ${Python3_EXECUTABLE} ${script} --with-option ${value} --another-option',
        '    ${other}',
        '  DEPENDS',
        '    ${script}',
        '    ${igenerator}',
        '  COMMENT "Running"',
        ')',
        '',
      ].join('\n'),
    );
    check(
      'set_target_properties(${lib} PROPERTIES OUTPUT_NAME ${name} PREFIX "_" SUFFIX ".so")\n',
      [
        'set_target_properties(',
        '  ${lib}',
        '  PROPERTIES',
        '    OUTPUT_NAME',
        '      ${name}',
        '    PREFIX',
        '      "_"',
        '    SUFFIX',
        '      ".so"',
        ')',
        '',
      ].join('\n'),
    );
    check(
      'set_property(TARGET ${lib} APPEND PROPERTY INCLUDE_DIRECTORIES ${first_folder_with_a_long_name} ${second_folder})\n',
      [
        'set_property(',
        '  TARGET',
        '    ${lib}',
        '  APPEND',
        '  PROPERTY',
        '    INCLUDE_DIRECTORIES',
        '      ${first_folder_with_a_long_name}',
        '      ${second_folder}',
        ')',
        '',
      ].join('\n'),
    );
  });

  it('groups conditions by their operators', () => {
    check(
      'if(NOT ITK_WRAP_PYTHON AND (ITK_BUILD_TESTING OR DEFINED ENV{ITK_TEST}) AND CMAKE_VERSION VERSION_LESS "3.25")\nendif()\n',
      [
        'if(',
        '  NOT',
        '    ITK_WRAP_PYTHON',
        '  AND',
        '    (',
        '      ITK_BUILD_TESTING',
        '      OR',
        '        DEFINED',
        '          ENV{ITK_TEST}',
        '    )',
        '  AND',
        '    CMAKE_VERSION',
        '      VERSION_LESS',
        '      "3.25"',
        ')',
        'endif()',
        '',
      ].join('\n'),
    );
    check(
      'if("${a_very_long_name_of_a_variable}" STREQUAL "${another_very_long_name_of_a_variable}")\nendif()\n',
      [
        'if(',
        '  "${a_very_long_name_of_a_variable}"',
        '    STREQUAL',
        '    "${another_very_long_name_of_a_variable}"',
        ')',
        'endif()',
        '',
      ].join('\n'),
    );
  });

  it('keeps comments where they belong', () => {
    check(
      'set(x # first\n  a # second\n  # alone\n  b)\n',
      ['set(', '  x # first', '  a # second', '  # alone', '  b', ')', ''].join('\n'),
    );
    check(
      'f() # trailing\nif(x) # why\n# inside\nendif()\n',
      ['f() # trailing', 'if(x) # why', '  # inside', 'endif()', ''].join('\n'),
    );
    check(
      '#[[ block\n   comment ]]\nset(x a #[[ inline ]] b)\n',
      ['#[[ block', '   comment ]]', 'set(', '  x', '  a #[[ inline ]]', '  b', ')', ''].join('\n'),
    );
  });

  it('leaves the text between gersemi: off and gersemi: on as it is', () => {
    check(
      'if(x)\n      # gersemi: off\n   set( y   1 )\n\n\n      # gersemi: on\nset( y   1 )\nendif()\n',
      [
        'if(x)',
        '  # gersemi: off',
        '   set( y   1 )',
        '',
        '',
        '  # gersemi: on',
        '  set(y 1)',
        'endif()',
        '',
      ].join('\n'),
    );
  });

  it('leaves multi-line quoted and bracket arguments as they are', () => {
    check(
      'if(x)\n  set(y "a\n     b")\n  f([[\n  c\n]])\nendif()\n',
      [
        'if(x)',
        '  set(',
        '    y',
        '    "a',
        '     b"',
        '  )',
        '  f([[',
        '  c',
        ']]',
        '  )',
        'endif()',
        '',
      ].join('\n'),
    );
  });

  it('keeps touching arguments together', () => {
    check('set(x -D"a b"   c"d")\n', ['set(', '  x', '  -D"a b"', '  c"d"', ')', ''].join('\n'));
  });

  it('counts characters instead of code units', () => {
    check(`set(x "${'😀'.repeat(68)}")\n`, `set(x "${'😀'.repeat(68)}")\n`);
    check(`set(x "${'😀'.repeat(68)}😀😀😀😀" y)\n`, `set(\n  x\n  "${'😀'.repeat(68)}😀😀😀😀"\n  y\n)\n`);
  });

  it('keeps CRLF', () => {
    check('if(x)\r\nf()\r\nendif()', 'if(x)\r\n  f()\r\nendif()\r\n');
  });

  it('indents with tabs, joins as much as fits, and puts short names before their arguments, if configured', () => {
    check('if(x)\nset(y 1)\nendif()\n', 'if(x)\n\tset(y 1)\nendif()\n', { indent: 'tabs' });
    check('set(a\n b c d)\n', 'set(a b c d)\n', { listExpansion: 'favour-inlining' });
    check('set(a b c d e f g)\n', 'set(a\n    b\n    c\n    d\n    e\n    f\n    g\n)\n', {
      listExpansion: 'favour-inlining',
      indent: 4,
    });
  });

  it('uses the keywords of commands that the project describes', () => {
    const [definition] = findDefinitions(
      'set(many DEPENDS)\nmacro(itk_Module name)\n  cmake_parse_arguments(m "" "ONE" "${many};TEST" ${ARGN})\nendmacro()\n',
    );
    const definitions = new Map([['itk_module', definition!.signature]]);
    check(
      'ITK_MODULE(ITKCommon DEPENDS ITKA ITKB TEST ITKC ONE x)\n',
      'itk_Module(\n  ITKCommon\n  DEPENDS\n    ITKA\n    ITKB\n  TEST\n    ITKC\n  ONE x\n)\n',
      { definitions },
    );
  });

  for (const [what, text] of Object.entries({
    'a half-written command': 'foreach(d\n   f()',
    'a block without an end': 'if(x)\n   f()\n',
    'an end without a beginning': '   f()\nendif()\n',
    'two commands on one line': 'f()   f()\n',
    'an escape that CMake does not know': 'set(x   \\y)\n',
    'gersemi: off without gersemi: on': '# gersemi: off\n  f()\n',
    'a carriage return alone': '# a\r   f()\n',
    'a byte order mark': '\ufeffset(x   1)\n',
    // gersemi would lose this comment or repeat this argument, and therefore refuses the file.
    'a comment without text among keywords': 'message(STATUS a b c\n#\nSTATUS)\n',
    'a comparison before a last comment': 'if(a EQUAL b\n# c\n)\nendif()\n',
    'parentheses within hundreds of others': `set(x   ${'('.repeat(500)}${')'.repeat(500)})\n`,
  }))
    it(`leaves ${what} as it is`, () => check(text, text));

  const seconds = (work: () => void): number => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  for (const [what, text] of Object.entries({
    'blocks nested a thousand deep': 'if(x)\n'.repeat(1000) + 'endif()\n'.repeat(1000),
    'a line of a megabyte': `set(x ${'a;b '.repeat(250_000)})\n`,
    'a line of references': `set(x ${'${a}'.repeat(250_000)})\n`,
    'a quoted argument of a megabyte': `f("${'${a};\\"'.repeat(150_000)}"\n  "b")\n`,
    'a call of a macro with 100,000 lines': `f(\n${'"a" [ #[ b\n'.repeat(100_000)})\n`,
    'brackets that are never closed': `f(x\n"[[${'[[ [=[ '.repeat(100_000)}")\n`,
    'a command line of many words': `add_custom_target(x COMMAND ${'word '.repeat(200_000)})\n`,
    'a condition of many operators': `if(${'NOT a AND b STREQUAL c OR '.repeat(40_000)}x)\nendif()\n`,
    'nested parentheses that do not fit': `if(${'(NOT a AND '.repeat(90)}x${')'.repeat(90)})\nendif()\n`,
    'keywords of two words': `string(REGEX ${'REPLACE '.repeat(100_000)})\n`,
    '50,000 commands': 'set(x   1)\n'.repeat(50_000),
  }))
    it(`takes less than two seconds of processor time for ${what}`, () => {
      assert.ok(seconds(() => formatText(text, ITK_FORMAT_OPTIONS)) < 2);
    });
});
