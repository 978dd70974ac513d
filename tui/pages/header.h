/* header.h - the `key: value` lines at the head of a page, up to the first
   empty line. */
#ifndef TUI_PAGES_HEADER_H
#define TUI_PAGES_HEADER_H

#include <stddef.h>

/* Takes a key and its value, both trimmed. */
typedef void header_take(void *context, const char *key, const char *value);

/* Returns what comes behind. Lines that are not of that form are appended to
   `problems`, if that is not NULL, a line each. */
const char *header_read(const char *text, header_take *take, void *context,
                        char **problems);

/* Appends a line to a text that grows; nothing where nobody asked. */
__attribute__((format(printf, 2, 3))) void
header_complain(char **problems, const char *format, ...);

/* A part of a text without the space around it. The caller frees it. */
char *header_trimmed(const char *from, size_t length);

/* The last bar of a value outside quotes; NULL: there is none. */
const char *header_bar(const char *value);

#endif
