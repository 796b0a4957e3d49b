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
#include "tree_sitter/parser.h"

#include <string.h>

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
  bool recovering;   // the command has no ")"
  bool in_quotes;    // inside a quoted argument
  bool in_legacy;    // inside the quotes of an unquoted argument, as in -Da="b c"
  uint8_t unclosed;  // commands and brackets without an end up to here, at most MANY_UNCLOSED
  uint16_t depth;
  uint8_t blocks[MAX_DEPTH];
} Scanner;

typedef const bool *Valid;

static inline void advance(TSLexer *lexer) { lexer->advance(lexer, false); }
static inline bool at_end(TSLexer *lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }

static inline bool accept(TSLexer *lexer, enum TokenType type) {
  lexer->result_symbol = type;
  return true;
}

/** The token ends here. */
static inline bool accept_here(TSLexer *lexer, enum TokenType type) {
  lexer->mark_end(lexer);
  return accept(lexer, type);
}

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

// ---- Names

/** Reads a name; its first letters go in lower case to `name`, of MAX_NAME + 1 characters. */
static void read_name(TSLexer *lexer, char *name) {
  unsigned length = 0;
  while (is_name_part(lexer->lookahead)) {
    int32_t c = lexer->lookahead;
    if (length < MAX_NAME) name[length++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    advance(lexer);
  }
  name[length] = 0;
}

static enum BlockType block_type(const char *name) {
  static const char *const names[] = {"", "if", "foreach", "while", "function", "macro", "block"};
  for (unsigned type = IF; type <= BLOCK; type++) {
    if (strcmp(name, names[type]) == 0) return (enum BlockType)type;
  }
  return NONE;
}

/** Operators of if(), which stand before a parenthesis within arguments. */
static bool is_operator(const char *name) {
  return strcmp(name, "and") == 0 || strcmp(name, "or") == 0 || strcmp(name, "not") == 0;
}

/** Whether `name (` comes next: a command, to all appearances. Advances over it. */
static bool looks_like_command(TSLexer *lexer) {
  char name[MAX_NAME + 1];
  if (!is_name_start(lexer->lookahead)) return false;
  read_name(lexer, name);
  skip_blanks(lexer);
  return lexer->lookahead == '(' && !is_operator(name);
}

// ---- The search for the end of a bracket or of a command

/** Looks ahead, at most so far. */
typedef struct {
  TSLexer *lexer;
  uint32_t budget;
} Search;

static Search start_search(const Scanner *scanner, TSLexer *lexer) {
  Search search = {lexer, scanner->unclosed < MANY_UNCLOSED ? UINT32_MAX : SHORT_SEARCH};
  return search;
}

static void count_unclosed(Scanner *scanner) {
  if (scanner->unclosed < MANY_UNCLOSED) scanner->unclosed++;
}

/** False at the end of the text or of the budget. */
static inline bool search_next(Search *search) {
  if (search->budget == 0 || at_end(search->lexer)) return false;
  search->budget--;
  advance(search->lexer);
  return true;
}

static bool search_quote(Search *search) {
  search_next(search);
  while (search->lexer->lookahead != '"') {
    if (search->lexer->lookahead == '\\') search_next(search);
    if (!search_next(search)) return false;
  }
  return search_next(search);
}

/**
 * After a `[`: reads over the closing bracket, of [[ ]], [=[ ]=] … False where it is not found.
 * Where no bracket opens here, true, and `opened` is false.
 */
static bool search_bracket(Search *search, bool *opened) {
  unsigned length = 0;
  *opened = false;
  while (search->lexer->lookahead == '=') {
    length++;
    if (!search_next(search)) return false;
  }
  if (search->lexer->lookahead != '[') return true;
  *opened = true;
  search_next(search);
  for (;;) {
    if (search->lexer->lookahead != ']') {
      if (!search_next(search)) return false;
      continue;
    }
    unsigned closing = 0;
    search_next(search);
    while (search->lexer->lookahead == '=') {
      closing++;
      if (!search_next(search)) return false;
    }
    if (search->lexer->lookahead == ']' && closing == length) return search_next(search);
  }
}

/** Whether the arguments that begin here end with a ")" of their own. */
static bool has_close(const Scanner *scanner, TSLexer *lexer) {
  Search search = start_search(scanner, lexer);
  uint32_t depth = 1;
  bool in_unquoted = false; // where a "[" opens no bracket
  bool opened;
  while (search.budget > 0 && !at_end(lexer)) {
    int32_t c = lexer->lookahead;
    bool was_in_unquoted = in_unquoted;
    in_unquoted = false;
    switch (c) {
      case '"':
        if (!search_quote(&search)) return false;
        break;
      case '#':
        search_next(&search);
        opened = false;
        if (lexer->lookahead == '[' && search_next(&search) && !search_bracket(&search, &opened)) return false;
        if (opened) break;
        while (lexer->lookahead != '\n') {
          if (!search_next(&search)) return false;
        }
        break;
      case '[':
        search_next(&search);
        if (was_in_unquoted) {
          in_unquoted = true;
        } else {
          if (!search_bracket(&search, &opened)) return false;
          in_unquoted = !opened;
        }
        break;
      case '(':
        depth++;
        search_next(&search);
        break;
      case ')':
        if (--depth == 0) return true;
        search_next(&search);
        break;
      case '\\':
        search_next(&search);
        if (lexer->lookahead != '\n') search_next(&search);
        in_unquoted = true;
        break;
      case '$': // $(NAME), as make writes it
        in_unquoted = true;
        search_next(&search);
        if (lexer->lookahead != '(') break;
        search_next(&search);
        while (is_name_part(lexer->lookahead)) search_next(&search);
        if (lexer->lookahead == ')') {
          search_next(&search);
        } else {
          depth++;
          in_unquoted = false;
        }
        break;
      default:
        in_unquoted = is_unquoted(c);
        search_next(&search);
    }
  }
  return false;
}

// ---- References and generator expressions

/** Whether what `closer` ends is closed within its argument. Called after the opening; only looks. */
static bool closes(const Scanner *scanner, TSLexer *lexer, char closer) {
  char closers[MAX_NESTING];
  unsigned nesting = 1;
  closers[0] = closer;
  bool one_line = closer == '}' || scanner->recovering;
  for (unsigned count = 0; count < MAX_REFERENCE && !at_end(lexer); count++) {
    int32_t c = lexer->lookahead;
    char inner = closers[nesting - 1];
    if (c == inner) {
      advance(lexer);
      if (--nesting == 0) return true;
    } else if (c == '"' || (c == '\n' && one_line)) {
      return false;
    } else if (c == '\\') {
      advance(lexer);
      if (lexer->lookahead == '\n' && (one_line || !scanner->in_quotes)) return false;
      if (!at_end(lexer)) advance(lexer);
    } else if (c == '$') {
      static const char env[] = "ENV", cache[] = "CACHE";
      advance(lexer);
      const char *word = lexer->lookahead == 'E' ? env : lexer->lookahead == 'C' ? cache : "";
      while (*word && lexer->lookahead == *word) {
        advance(lexer);
        word++;
      }
      char next = lexer->lookahead == '{' && *word == 0             ? '}'
                  : lexer->lookahead == '<' && inner == '>' && *word == 0 ? '>'
                                                                          : 0;
      if (next == 0) continue;
      if (nesting == MAX_NESTING) return false;
      closers[nesting++] = next;
      advance(lexer);
    } else if (!is_unquoted(c) && !scanner->in_quotes && !(scanner->in_legacy && (c == ' ' || c == '\t'))) {
      return false;
    } else {
      advance(lexer);
    }
  }
  return false;
}

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

/** At the `"` inside an unquoted argument: whether it closes before something that may not stand within. Only looks. */
static bool legacy_quote_closes(TSLexer *lexer) {
  for (;;) {
    int32_t c = lexer->lookahead;
    if (c == '"') return true;
    if (c == '\\') {
      advance(lexer);
      if (lexer->lookahead == '\n' || at_end(lexer)) return false;
      advance(lexer);
    } else if (c == '$') {
      advance(lexer);
      if (lexer->lookahead != '(') continue;
      advance(lexer);
      while (is_name_part(lexer->lookahead)) advance(lexer);
      if (lexer->lookahead != ')') return false;
      advance(lexer);
    } else if (is_unquoted(c) || c == ' ' || c == '\t') {
      advance(lexer);
    } else {
      return false;
    }
  }
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
    if (opened && closed) return accept_here(lexer, BRACKET_COMMENT);
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
  bool new_line = false;
  while (is_blank(lexer->lookahead) || lexer->lookahead == '\n') {
    new_line |= lexer->lookahead == '\n';
    lexer->advance(lexer, true);
  }
  if (at_end(lexer)) return accept_here(lexer, UNCLOSED);
  if (new_line && scanner->recovering && is_name_start(lexer->lookahead)) {
    lexer->mark_end(lexer);
    return accept(lexer, looks_like_command(lexer) ? UNCLOSED : UNQUOTED_START);
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
  scanner->recovering = !has_close(scanner, lexer);
  if (scanner->recovering) count_unclosed(scanner);
  return accept(lexer, OPEN);
}

// ---- What tree-sitter calls

void *tree_sitter_cmake_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_cmake_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_cmake_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *scanner = payload;
  buffer[0] = (char)(scanner->recovering | scanner->in_quotes << 1 | scanner->in_legacy << 2);
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
  scanner->unclosed = (uint8_t)buffer[1];
  scanner->depth = (uint16_t)(length - 2);
  memcpy(scanner->blocks, buffer + 2, scanner->depth);
}

bool tree_sitter_cmake_external_scanner_scan(void *payload, TSLexer *lexer, Valid valid) {
  Scanner *scanner = payload;
  if (valid[ERROR_SENTINEL]) return false;
  if (scanner->in_quotes) return scan_quoted(scanner, lexer, valid);
  if (valid[TEXT] && scan_unquoted(scanner, lexer, valid, TEXT)) return true;
  if (valid[UNCLOSED]) return scan_argument(scanner, lexer, valid);
  if (valid[OPEN]) return scan_open(scanner, lexer);
  return scan_statement(scanner, lexer);
}
