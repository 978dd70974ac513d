/* text.h - small things done to text. */
#ifndef TUI_DRAWING_TEXT_H
#define TUI_DRAWING_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file's whole contents, which the caller frees. NULL with errno set where
   it cannot be read or is larger than 16 MiB. */
char *text_of_file(const char *path);

/* How many letters must be changed, added or taken away to make one of the
   other; two swapped neighbours count once. */
size_t text_distance(const char *a, const char *b);

/* The next character of UTF-8 text, moving on behind it; U+FFFD for what is
   none. 0 at the end. */
uint32_t text_next(const char **text);

/* Writes a character as UTF-8 (at most 4 bytes and a NUL). */
void text_encode(uint32_t character, char out[5]);

/* The bytes of the first so many characters, at most of all. */
int text_prefix(const char *text, int characters);

/* "1,234,567". */
const char *text_count(uint64_t number, char *text, size_t size);

/* Does `text` hold `part`, small and capital letters alike? */
bool text_holds(const char *text, const char *part);

#endif
