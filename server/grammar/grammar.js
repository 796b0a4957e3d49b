/// <reference types="tree-sitter-cli/dsl" />
// The CMake language, as cmake-language(7) describes it.
//
// The grammar is total: every text gets a tree without ERROR nodes. What CMake would reject stands in the tree as
// `unexpected`, `unclosed` or `missing_end`, at the place where the fault is, so that the rest of a half-written file
// keeps its shape. All tokens come from src/scanner.c, because CMake's lexing depends on context.

module.exports = grammar({
  name: 'cmake',

  // The order is that of `enum TokenType` in src/scanner.c.
  externals: ($) => [
    $._command_name,
    $._open_name,
    $._middle_name,
    $._close_name,
    $.missing_end,
    $.unexpected,
    $._open,
    $._group_open,
    $._close,
    $.unclosed,
    $.bracket_argument,
    $.bracket_comment,
    $.line_comment,
    $._quote_open,
    $._quote_close,
    $._unquoted_start,
    $._lone_bracket,
    $._escape_start,
    $._text,
    $.escape_sequence,
    $.make_reference,
    $._variable_open,
    $._environment_open,
    $._cache_open,
    $._reference_close,
    $._generator_open,
    $._generator_close,
    $._error_sentinel,
  ],

  extras: ($) => [/[ \t\r\n]/, $.bracket_comment, $.line_comment],

  rules: {
    source_file: ($) => repeat($._statement),

    _statement: ($) => choice($.command, $.block, $.unexpected),

    command: ($) => seq(name($, $._command_name), $._arguments),

    // if, foreach, while, function, macro and block. The scanner keeps the stack of open blocks.
    block: ($) =>
      seq(
        field('open', alias($._open_command, $.command)),
        optional($.body),
        repeat($.branch),
        choice(field('close', alias($._close_command, $.command)), $.missing_end),
      ),

    // elseif or else, with what follows it
    branch: ($) => seq(field('open', alias($._middle_command, $.command)), optional($.body)),

    body: ($) => repeat1($._statement),

    _open_command: ($) => seq(name($, $._open_name), $._arguments),
    _middle_command: ($) => seq(name($, $._middle_name), $._arguments),
    _close_command: ($) => seq(name($, $._close_name), $._arguments),

    _arguments: ($) =>
      seq(alias($._open, '('), repeat($._argument), choice(alias($._close, ')'), $.unclosed)),

    _argument: ($) =>
      choice(
        $.unquoted_argument,
        $.quoted_argument,
        $.bracket_argument,
        $.parenthesized_arguments,
        $.unexpected,
      ),

    parenthesized_arguments: ($) =>
      seq(alias($._group_open, '('), repeat($._argument), choice(alias($._close, ')'), $.unclosed)),

    unquoted_argument: ($) =>
      choice(
        seq(
          choice($._unquoted_start, alias($._escape_start, $.escape_sequence)),
          repeat(choice($._element, $.make_reference)),
        ),
        $._lone_bracket,
      ),

    quoted_argument: ($) =>
      seq(alias($._quote_open, '"'), repeat($._element), choice(alias($._quote_close, '"'), $.unclosed)),

    _element: ($) => choice($._text, $.escape_sequence, $._reference, $.generator_expression),

    _reference: ($) => choice($.variable_reference, $.environment_reference, $.cache_reference),

    variable_reference: ($) => reference($, alias($._variable_open, '${')),
    environment_reference: ($) => reference($, alias($._environment_open, '$ENV{')),
    cache_reference: ($) => reference($, alias($._cache_open, '$CACHE{')),

    // Holds references of its own where they nest.
    variable_name: ($) => repeat1(choice($._text, $.escape_sequence, $._reference)),

    generator_expression: ($) =>
      seq(alias($._generator_open, '$<'), repeat($._element), alias($._generator_close, '>')),
  },
});

function name($, token) {
  return field('name', alias(token, $.identifier));
}

function reference($, open) {
  return seq(open, optional(field('name', $.variable_name)), alias($._reference_close, '}'));
}
