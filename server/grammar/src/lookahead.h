// Looking ahead: nothing here ends a token. Each function advances the lexer; the caller has marked the token's end.
#pragma once

#include "state.h"

#include <string.h>

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
    if (!search_next(search)) return false;
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
        // At the end of the budget nothing is read any more.
        while (is_name_part(lexer->lookahead) && search_next(&search)) continue;
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

// ---- The ends of references, and of quotes within unquoted arguments

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
