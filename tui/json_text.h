/* json_text.h - text of programs as JSON strings. */
#ifndef TUI_JSON_TEXT_H
#define TUI_JSON_TEXT_H

#include <jansson.h>

/* What is not UTF-8 is replaced: a program may print anything. */
json_t *json_bytes(const char *bytes, size_t length);
json_t *json_text(const char *text);

#endif
