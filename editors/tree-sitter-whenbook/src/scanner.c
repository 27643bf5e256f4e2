// Tells line ends, and where declarations begin: there an open block ends at the latest, so that damage stays within its
// declaration. What looks like a head is what `src/syntax/lines.rs` of the language says.
//
// And it reads the running words of texts. While tree-sitter mends an error it takes any token anywhere, and those would take
// everything; so then there are none.

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <string.h>

enum Token { NEWLINE, TEXT_NEWLINE, TEXT_PART, FALLBACK, HEAD, MISSING_CLOSE, MISSING_QUOTE, NEVER };

// Words that begin a declaration; the longest has 10 letters.
static const char *const DECLARATION_WORDS[] = {
  "action", "activate", "attribute", "automation", "condition", "deactivate", "directory", "enum",  "event",   "first",
  "lifecycle", "list", "message", "policy", "scenario", "schedule", "status", "test", "trigger", "use",
};
enum { LONGEST_WORD = 10 };

static bool is_line_end(TSLexer *lexer) {
  return lexer->eof(lexer) || lexer->lookahead == '\n' || lexer->lookahead == '\r';
}

static void read_line_end(TSLexer *lexer) {
  bool carriage_return = lexer->lookahead == '\r';
  lexer->advance(lexer, false);
  if (carriage_return && lexer->lookahead == '\n') lexer->advance(lexer, false);
}

static bool is_blank(int32_t character) {
  return character == ' ' || character == '\t' || character == 0xA0 || character == 0x3000 || character == 0xFEFF ||
         character == 0x200B;
}

// Beyond ASCII every character counts as a letter but for blanks and the signs that are wide there.
static bool is_letter(int32_t character) {
  if (character < 0x80) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }
  return !is_blank(character) && !(character >= 0x2000 && character <= 0x206F) &&
         !(character >= 0x3001 && character <= 0x3030) && !(character >= 0xFF01 && character <= 0xFF0F) &&
         !(character >= 0xFF1A && character <= 0xFF20);
}

static bool is_word(int32_t character) {
  return is_letter(character) || character == '_' || (character >= '0' && character <= '9');
}

static bool read_text_part(TSLexer *lexer) {
  bool any = false;
  while (!is_line_end(lexer) && lexer->lookahead != '"' && lexer->lookahead != '\\' && lexer->lookahead != '{') {
    any = true;
    lexer->advance(lexer, false);
  }
  lexer->result_symbol = TEXT_PART;
  return any;
}

static bool read_fallback(TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, true);
  bool any = false;
  while (!is_line_end(lexer) && lexer->lookahead != '"' && lexer->lookahead != '{' && lexer->lookahead != '}') {
    if (!any && lexer->lookahead == '\\') return false;
    any = true;
    lexer->advance(lexer, false);
  }
  lexer->result_symbol = FALLBACK;
  return any;
}

static void skip_blanks(TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, false);
}

// Reads a word; whether it begins a declaration.
static bool read_word(TSLexer *lexer, bool *empty) {
  char word[LONGEST_WORD + 1] = {0};
  unsigned length = 0;
  bool ascii = true;
  while (is_word(lexer->lookahead)) {
    if (length < LONGEST_WORD && lexer->lookahead < 0x80) {
      word[length] = (char)lexer->lookahead;
    } else {
      ascii = false;
    }
    length += 1;
    lexer->advance(lexer, false);
  }
  *empty = length == 0;
  if (!ascii) return false;
  for (unsigned index = 0; index < sizeof DECLARATION_WORDS / sizeof *DECLARATION_WORDS; index += 1) {
    if (strcmp(word, DECLARATION_WORDS[index]) == 0) return true;
  }
  return false;
}

// Whether what follows, perhaps after blanks, is the head of a declaration although a block is open: its word in the first column with
// a name after it, or the whole of it (`trigger name "Title" {`) anywhere; or `word name "Title" {` in the first column.
static bool is_head(TSLexer *lexer, bool first_column) {
  bool empty = false;
  bool known = read_word(lexer, &empty);
  if (empty || (!known && !first_column) || (lexer->lookahead != ' ' && lexer->lookahead != '\t')) return false;
  skip_blanks(lexer);
  if (known && first_column) {
    return is_letter(lexer->lookahead) || lexer->lookahead == '_' || lexer->lookahead == '"' || lexer->lookahead == '{';
  }
  unsigned words = 0;
  while (words < 2 && (is_letter(lexer->lookahead) || lexer->lookahead == '_')) {
    read_word(lexer, &empty);
    skip_blanks(lexer);
    words += 1;
  }
  bool titled = lexer->lookahead == '"';
  if (titled) {
    lexer->advance(lexer, false);
    while (!is_line_end(lexer) && lexer->lookahead != '"') lexer->advance(lexer, false);
    if (lexer->lookahead != '"') return false;
    lexer->advance(lexer, false);
    skip_blanks(lexer);
  }
  return lexer->lookahead == '{' && (known || (titled && words == 1));
}

// Whether a declaration begins on the line whose first word this is, comments and documentation right above it among it.
static bool begins_declaration(TSLexer *lexer, bool first_column) {
  while (lexer->lookahead == '/') {
    lexer->advance(lexer, false);
    if (lexer->lookahead != '/') return false;
    while (!is_line_end(lexer)) lexer->advance(lexer, false);
    if (lexer->eof(lexer)) return false;
    read_line_end(lexer);
    first_column = !is_blank(lexer->lookahead);
    skip_blanks(lexer);
  }
  return is_head(lexer, first_column);
}

// What the scanner remembers of this line, so that what has no width stands there once.
typedef struct {
  bool gave_head;
  bool gave_close;
} Scanner;

void *tree_sitter_whenbook_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_whenbook_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_whenbook_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *scanner = payload;
  buffer[0] = (char)(scanner->gave_head | scanner->gave_close << 1);
  return 1;
}

void tree_sitter_whenbook_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  Scanner *scanner = payload;
  scanner->gave_head = length == 1 && (buffer[0] & 1) != 0;
  scanner->gave_close = length == 1 && (buffer[0] & 2) != 0;
}

static bool give(TSLexer *lexer, enum Token token) {
  lexer->result_symbol = (TSSymbol)token;
  return true;
}

static bool give_line_end(Scanner *scanner, TSLexer *lexer, enum Token token) {
  *scanner = (Scanner){0};
  return give(lexer, token);
}

// In a text of several lines: its line end, unless the next line closes the text or is the head of a declaration.
static bool read_text_newline(Scanner *scanner, TSLexer *lexer) {
  if (lexer->eof(lexer)) return give(lexer, MISSING_QUOTE);
  read_line_end(lexer);
  lexer->mark_end(lexer);
  skip_blanks(lexer);
  if (lexer->lookahead == '"') {
    unsigned quotes = 0;
    while (lexer->lookahead == '"' && quotes < 3) {
      quotes += 1;
      lexer->advance(lexer, false);
    }
    if (quotes == 3) return false;
  } else if (is_head(lexer, false)) {
    return give_line_end(scanner, lexer, MISSING_QUOTE);
  }
  return give_line_end(scanner, lexer, TEXT_NEWLINE);
}

// At the beginning of a line on which a declaration begins.
static bool read_head(Scanner *scanner, TSLexer *lexer, const bool *valid, bool mending) {
  if (!mending && valid[MISSING_CLOSE]) return give(lexer, MISSING_CLOSE);
  // Where it cannot stand, it tells tree-sitter that something is wrong before it takes the head for something else.
  if (!scanner->gave_close && (mending || !valid[HEAD])) {
    scanner->gave_close = true;
    return give(lexer, MISSING_CLOSE);
  }
  if (!scanner->gave_head && valid[HEAD]) {
    scanner->gave_head = true;
    return give(lexer, HEAD);
  }
  return false;
}

bool tree_sitter_whenbook_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *scanner = payload;
  bool mending = valid[NEVER] && valid[TEXT_PART];
  if (!mending) {
    if (valid[TEXT_NEWLINE] && is_line_end(lexer)) return read_text_newline(scanner, lexer);
    if (valid[TEXT_PART]) return read_text_part(lexer);
    if (valid[FALLBACK]) return read_fallback(lexer);
  }
  lexer->mark_end(lexer);
  if (lexer->eof(lexer)) return valid[MISSING_CLOSE] && !mending && give(lexer, MISSING_CLOSE);
  bool line_start = lexer->get_column(lexer) == 0;
  bool first_column = !is_blank(lexer->lookahead);
  skip_blanks(lexer);
  if (line_start && !is_line_end(lexer)) {
    return begins_declaration(lexer, first_column) && read_head(scanner, lexer, valid, mending);
  }
  if (!valid[NEWLINE]) return false;
  if (lexer->eof(lexer) || !is_line_end(lexer)) return false;
  read_line_end(lexer);
  lexer->mark_end(lexer);
  return give_line_end(scanner, lexer, NEWLINE);
}
