// What the scanner remembers from token to token, and the classes of characters.
#pragma once

#include "tree_sitter/parser.h"

// The order is that of `externals` in grammar.js.
enum TokenType {
  COMMAND_NAME,
  OPEN_NAME,
  MIDDLE_NAME,
  CLOSE_NAME,
  MISSING_END,
  UNEXPECTED,
  OPEN,
  GROUP_OPEN,
  CLOSE,
  UNCLOSED,
  BRACKET_ARGUMENT,
  BRACKET_COMMENT,
  LINE_COMMENT,
  QUOTE_OPEN,
  QUOTE_CLOSE,
  UNQUOTED_START,
  LONE_BRACKET,
  ESCAPE_START,
  TEXT,
  ESCAPE,
  MAKE_REFERENCE,
  VARIABLE_OPEN,
  ENVIRONMENT_OPEN,
  CACHE_OPEN,
  REFERENCE_CLOSE,
  GENERATOR_OPEN,
  GENERATOR_CLOSE,
  ERROR_SENTINEL,
};

enum BlockType { NONE, IF, FOREACH, WHILE, FUNCTION, MACRO, BLOCK };

enum {
  MAX_DEPTH = TREE_SITTER_SERIALIZATION_BUFFER_SIZE - 2, // deeper blocks are read as plain commands
  MAX_NAME = 16,                                         // longer than each keyword
  MAX_NESTING = 64,      // of references and generator expressions; deeper ones are plain text
  MAX_REFERENCE = 4096,  // characters; what is longer is plain text
  MANY_UNCLOSED = 8,     // so many without an end, and the search for it becomes a short one
  SHORT_SEARCH = 1024,   // characters: so that the time stays proportional to the size of any file
};

typedef struct {
  bool recovering;    // the command has no ")"
  bool ending;        // the command ends here: close whatever is open in it
  bool in_quotes;     // inside a quoted argument
  bool in_legacy;     // inside the quotes of an unquoted argument, as in -Da="b c"
  bool after_comment; // right after a bracket comment, which ends an unquoted argument
  uint8_t unclosed;   // commands and brackets without an end up to here, at most MANY_UNCLOSED
  uint16_t depth;
  uint8_t blocks[MAX_DEPTH];
} Scanner;

static inline void advance(TSLexer *lexer) { lexer->advance(lexer, false); }
static inline bool at_end(TSLexer *lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }

static inline bool is_name_start(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static inline bool is_name_part(int32_t c) { return is_name_start(c) || (c >= '0' && c <= '9'); }
/** CMake takes a lone carriage return for a space. */
static inline bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == '\r'; }

/** May stand in an unquoted argument; `[` and `=` too, but not everywhere at its start. */
static inline bool is_unquoted(int32_t c) {
  switch (c) {
    case 0: case ' ': case '\t': case '\r': case '\n': case '(': case ')': case '#': case '"': case '\\': return false;
    default: return true;
  }
}

static void skip_blanks(TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) advance(lexer);
}
