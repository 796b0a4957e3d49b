// Tokens of the CMake language. CMake's lexing depends on context (inside a quoted argument, inside an unquoted one,
// between commands), so all of it is here; grammar.js only gives the tokens their structure.
//
// Fault tolerance is here too. At each command's "(" the scanner looks ahead for its ")". Where there is none, the
// command is read in recovery mode: a line that looks like a command (`name(`) ends it, whatever is still open. An
// `endif()` and its kind close the blocks inside theirs that are not closed; one without a beginning is a plain command.
//
// The state that a token depends on must be in `Scanner`, and is saved with each token: parsing after an edit then
// gives the tree that parsing from the start gives.

#include "tree_sitter/alloc.h"

#include "lookahead.h"
#include "state.h"

typedef const bool *Valid;

static inline bool accept(TSLexer *lexer, enum TokenType type) {
  lexer->result_symbol = type;
  return true;
}

/** The token ends here. */
static inline bool accept_here(TSLexer *lexer, enum TokenType type) {
  lexer->mark_end(lexer);
  return accept(lexer, type);
}

// ---- References and generator expressions

/** At `$`, at the start of a token: what it opens, or plain text. */
static bool scan_dollar(const Scanner *scanner, TSLexer *lexer, Valid valid) {
  enum TokenType type = VARIABLE_OPEN;
  const char *word = "";
  advance(lexer);
  lexer->mark_end(lexer);
  switch (lexer->lookahead) {
    case '{': break;
    case 'E': type = ENVIRONMENT_OPEN; word = "ENV"; break;
    case 'C': type = CACHE_OPEN; word = "CACHE"; break;
    case '<':
      if (!valid[GENERATOR_OPEN]) return accept(lexer, TEXT);
      advance(lexer);
      lexer->mark_end(lexer);
      return accept(lexer, closes(scanner, lexer, '>') ? GENERATOR_OPEN : TEXT);
    case '(':
      if (!valid[MAKE_REFERENCE]) return accept(lexer, TEXT);
      advance(lexer);
      while (is_name_part(lexer->lookahead)) advance(lexer);
      if (lexer->lookahead != ')') return accept(lexer, TEXT);
      advance(lexer);
      return accept_here(lexer, MAKE_REFERENCE);
    default: return accept(lexer, TEXT);
  }
  for (; *word; word++) {
    if (lexer->lookahead != *word) return accept(lexer, TEXT);
    advance(lexer);
  }
  if (lexer->lookahead != '{') return accept(lexer, TEXT);
  advance(lexer);
  lexer->mark_end(lexer);
  return accept(lexer, closes(scanner, lexer, '}') ? type : TEXT);
}

// ---- The inside of an argument

/** At `\`. A newline may follow within quotes alone. */
static bool scan_escape(const Scanner *scanner, TSLexer *lexer, enum TokenType type) {
  advance(lexer);
  lexer->mark_end(lexer);
  if (lexer->lookahead == '\r') {
    advance(lexer);
    if (lexer->lookahead != '\n') return accept_here(lexer, type);
  }
  if (at_end(lexer)) return accept(lexer, scanner->in_quotes ? TEXT : UNEXPECTED);
  if (lexer->lookahead == '\n' && !scanner->in_quotes) return accept(lexer, UNEXPECTED);
  advance(lexer);
  return accept_here(lexer, type);
}

/** At `"` right after a part of an unquoted argument: a part of it too, or the start of the next argument. */
static bool scan_inner_quote(Scanner *scanner, TSLexer *lexer) {
  advance(lexer);
  lexer->mark_end(lexer);
  if (scanner->in_legacy) {
    scanner->in_legacy = false;
    return accept(lexer, TEXT);
  }
  scanner->in_legacy = legacy_quote_closes(lexer);
  scanner->in_quotes = !scanner->in_legacy;
  return accept(lexer, scanner->in_legacy ? TEXT : QUOTE_OPEN);
}

/** Within quotes: always a token. */
static bool scan_quoted(Scanner *scanner, TSLexer *lexer, Valid valid) {
  bool empty = true;
  int32_t closer = valid[REFERENCE_CLOSE] ? '}' : valid[GENERATOR_CLOSE] ? '>' : '"';
  for (;;) {
    int32_t c = lexer->lookahead;
    if (c == closer || c == '"') {
      if (!empty) return accept_here(lexer, TEXT);
      advance(lexer);
      if (c == '"') scanner->in_quotes = false;
      return accept_here(lexer, c == '"' ? QUOTE_CLOSE : c == '}' ? REFERENCE_CLOSE : GENERATOR_CLOSE);
    }
    if (c == '$') return empty ? scan_dollar(scanner, lexer, valid) : accept_here(lexer, TEXT);
    if (c == '\\') return empty ? scan_escape(scanner, lexer, ESCAPE) : accept_here(lexer, TEXT);
    if (at_end(lexer)) {
      if (!empty) return accept_here(lexer, TEXT);
      scanner->in_quotes = false;
      return accept_here(lexer, UNCLOSED);
    }
    if (c == '\n' && scanner->recovering) {
      lexer->mark_end(lexer);
      while (is_blank(lexer->lookahead) || lexer->lookahead == '\n') advance(lexer);
      if (looks_like_command(lexer)) {
        if (!empty) return accept(lexer, TEXT);
        scanner->in_quotes = false;
        return accept(lexer, UNCLOSED);
      }
      empty = false;
      continue;
    }
    advance(lexer);
    empty = false;
  }
}

/**
 * The next token of the unquoted argument, of a reference or of a generator expression in it.
 * `type` is UNQUOTED_START for its first characters, of which some are read already; else TEXT.
 * False, with nothing read, where the argument ends.
 */
static bool scan_unquoted(Scanner *scanner, TSLexer *lexer, Valid valid, enum TokenType type) {
  int32_t closer = type == UNQUOTED_START    ? -1
                   : valid[REFERENCE_CLOSE]  ? '}'
                   : valid[GENERATOR_CLOSE] ? '>'
                                             : -1;
  for (bool read = type == UNQUOTED_START;; read = true) {
    int32_t c = lexer->lookahead;
    bool special = c == closer || c == '$' || c == '\\' || c == '"';
    if (special && read) return accept_here(lexer, type);
    if (c == '$') return scan_dollar(scanner, lexer, valid);
    if (c == '\\') return scan_escape(scanner, lexer, ESCAPE);
    if (c == '"') return scan_inner_quote(scanner, lexer);
    if (c == closer) {
      advance(lexer);
      return accept_here(lexer, c == '}' ? REFERENCE_CLOSE : GENERATOR_CLOSE);
    }
    if (!is_unquoted(c) && !(scanner->in_legacy && (c == ' ' || c == '\t'))) {
      return read && accept_here(lexer, type);
    }
    advance(lexer);
  }
}

// ---- Between arguments

/** At `#`. */
static bool scan_comment(Scanner *scanner, TSLexer *lexer) {
  advance(lexer);
  lexer->mark_end(lexer);
  if (lexer->lookahead == '[') {
    Search search = start_search(scanner, lexer);
    bool opened;
    advance(lexer);
    bool closed = search_bracket(&search, &opened);
    if (opened && closed) {
      scanner->after_comment = true;
      return accept_here(lexer, BRACKET_COMMENT);
    }
    if (opened) {
      count_unclosed(scanner);
      return accept(lexer, UNEXPECTED); // the "#" alone, so that the rest of the text keeps its shape
    }
  }
  while (!at_end(lexer) && lexer->lookahead != '\n') {
    bool carriage_return = lexer->lookahead == '\r';
    if (carriage_return) lexer->mark_end(lexer);
    advance(lexer);
    if (carriage_return && lexer->lookahead == '\n') return accept(lexer, LINE_COMMENT);
  }
  return accept_here(lexer, LINE_COMMENT);
}

/** At `[`, at the start of an argument. */
static bool scan_argument_bracket(Scanner *scanner, TSLexer *lexer, Valid valid) {
  Search search = start_search(scanner, lexer);
  bool opened;
  advance(lexer);
  lexer->mark_end(lexer);
  if (lexer->lookahead != '[' && lexer->lookahead != '=') return scan_unquoted(scanner, lexer, valid, UNQUOTED_START);
  bool closed = search_bracket(&search, &opened);
  if (opened && closed) return accept_here(lexer, BRACKET_ARGUMENT);
  if (opened) {
    count_unclosed(scanner);
    return accept(lexer, UNEXPECTED);
  }
  // "[=" and what follows is one argument, unless nothing follows: then CMake takes the "[" alone.
  int32_t c = lexer->lookahead;
  if (c == '"') {
    advance(lexer);
    return accept(lexer, legacy_quote_closes(lexer) ? UNQUOTED_START : LONE_BRACKET);
  }
  if (c == '\\') {
    advance(lexer);
    c = at_end(lexer) ? '\n' : lexer->lookahead;
    return accept(lexer, c == '\n' ? LONE_BRACKET : UNQUOTED_START);
  }
  return accept(lexer, is_unquoted(c) ? UNQUOTED_START : LONE_BRACKET);
}

static bool scan_argument(Scanner *scanner, TSLexer *lexer, Valid valid) {
  if (scanner->ending) return accept_here(lexer, UNCLOSED);
  bool new_line = false;
  while (is_blank(lexer->lookahead) || lexer->lookahead == '\n') {
    new_line |= lexer->lookahead == '\n';
    lexer->advance(lexer, true);
  }
  if (at_end(lexer)) return accept_here(lexer, UNCLOSED);
  if (new_line && scanner->recovering && is_name_start(lexer->lookahead)) {
    lexer->mark_end(lexer);
    scanner->ending = looks_like_command(lexer);
    return accept(lexer, scanner->ending ? UNCLOSED : UNQUOTED_START);
  }
  int32_t c = lexer->lookahead;
  switch (c) {
    case '#': return scan_comment(scanner, lexer);
    case '[': return scan_argument_bracket(scanner, lexer, valid);
    case '\\': return scan_escape(scanner, lexer, ESCAPE_START);
    case '$': return accept_here(lexer, UNQUOTED_START);
  }
  advance(lexer);
  switch (c) {
    case '(': return accept_here(lexer, GROUP_OPEN);
    case ')': return accept_here(lexer, CLOSE);
    case '"':
      scanner->in_quotes = true;
      return accept_here(lexer, QUOTE_OPEN);
    default:
      if (!is_unquoted(c)) return accept_here(lexer, UNEXPECTED);
      return scan_unquoted(scanner, lexer, valid, UNQUOTED_START);
  }
}

// ---- Between commands

/** What cannot begin a command: up to the end of its line, or a comment. */
static bool scan_unexpected(TSLexer *lexer) {
  while (!at_end(lexer) && lexer->lookahead != '\n' && lexer->lookahead != '#') {
    bool blank = is_blank(lexer->lookahead);
    advance(lexer);
    if (!blank) lexer->mark_end(lexer);
  }
  return accept(lexer, UNEXPECTED);
}

static enum BlockType block_type(const char *name) {
  static const char *const names[] = {"", "if", "foreach", "while", "function", "macro", "block"};
  for (unsigned type = IF; type <= BLOCK; type++) {
    if (strcmp(name, names[type]) == 0) return (enum BlockType)type;
  }
  return NONE;
}

static bool is_open(const Scanner *scanner, enum BlockType type) {
  for (unsigned i = 0; i < scanner->depth; i++) {
    if (scanner->blocks[i] == type) return true;
  }
  return false;
}

/** At a name: that of a command, or the end of blocks that lack theirs. */
static bool scan_name(Scanner *scanner, TSLexer *lexer) {
  char name[MAX_NAME + 1];
  lexer->mark_end(lexer);
  read_name(lexer, name);

  bool middle = strcmp(name, "else") == 0 || strcmp(name, "elseif") == 0;
  enum BlockType opens = block_type(name);
  enum BlockType belongs = middle ? IF : strncmp(name, "end", 3) == 0 ? block_type(name + 3) : NONE;
  if (!is_open(scanner, belongs)) belongs = NONE;
  bool missing = belongs && scanner->blocks[scanner->depth - 1] != belongs;

  if (!missing) lexer->mark_end(lexer);
  skip_blanks(lexer);
  if (lexer->lookahead != '(') {
    if (missing) lexer->mark_end(lexer);
    return scan_unexpected(lexer);
  }
  if (missing) {
    scanner->depth--;
    return accept(lexer, MISSING_END);
  }
  if (belongs) {
    if (!middle) scanner->depth--;
    return accept(lexer, middle ? MIDDLE_NAME : CLOSE_NAME);
  }
  if (opens && scanner->depth < MAX_DEPTH) {
    scanner->blocks[scanner->depth++] = (uint8_t)opens;
    return accept(lexer, OPEN_NAME);
  }
  return accept(lexer, COMMAND_NAME);
}

static bool scan_statement(Scanner *scanner, TSLexer *lexer) {
  while (is_blank(lexer->lookahead) || lexer->lookahead == '\n') lexer->advance(lexer, true);
  if (at_end(lexer)) {
    if (scanner->depth == 0) return false;
    scanner->depth--;
    return accept_here(lexer, MISSING_END);
  }
  if (lexer->lookahead == '#') return scan_comment(scanner, lexer);
  if (is_name_start(lexer->lookahead)) return scan_name(scanner, lexer);
  return scan_unexpected(lexer);
}

/** The "(" after a command's name, which scan_name has seen. */
static bool scan_open(Scanner *scanner, TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, true);
  if (lexer->lookahead != '(') return false;
  advance(lexer);
  lexer->mark_end(lexer);
  scanner->ending = false;
  scanner->recovering = !has_close(scanner, lexer);
  if (scanner->recovering) count_unclosed(scanner);
  return accept(lexer, OPEN);
}

// ---- What tree-sitter calls

void *tree_sitter_cmake_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_cmake_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_cmake_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *scanner = payload;
  buffer[0] = (char)(scanner->recovering | scanner->in_quotes << 1 | scanner->in_legacy << 2 | scanner->ending << 3 |
                     scanner->after_comment << 4);
  buffer[1] = (char)scanner->unclosed;
  memcpy(buffer + 2, scanner->blocks, scanner->depth);
  return 2 + scanner->depth;
}

void tree_sitter_cmake_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  Scanner *scanner = payload;
  memset(scanner, 0, sizeof *scanner);
  if (length < 2) return;
  scanner->recovering = buffer[0] & 1;
  scanner->in_quotes = buffer[0] >> 1 & 1;
  scanner->in_legacy = buffer[0] >> 2 & 1;
  scanner->ending = buffer[0] >> 3 & 1;
  scanner->after_comment = buffer[0] >> 4 & 1;
  scanner->unclosed = (uint8_t)buffer[1];
  scanner->depth = (uint16_t)(length - 2);
  memcpy(scanner->blocks, buffer + 2, scanner->depth);
}

bool tree_sitter_cmake_external_scanner_scan(void *payload, TSLexer *lexer, Valid valid) {
  Scanner *scanner = payload;
  if (valid[ERROR_SENTINEL]) return false;
  if (scanner->in_quotes) return scan_quoted(scanner, lexer, valid);
  bool after_comment = scanner->after_comment;
  scanner->after_comment = false;
  if (valid[TEXT] && !after_comment && scan_unquoted(scanner, lexer, valid, TEXT)) return true;
  if (valid[UNCLOSED]) return scan_argument(scanner, lexer, valid);
  if (valid[OPEN]) return scan_open(scanner, lexer);
  return scan_statement(scanner, lexer);
}
