/* source.h - the text of source files, read when first needed.

   One thread at a time. */
#ifndef WATCH_SOURCE_H
#define WATCH_SOURCE_H

#include <stddef.h>

struct sources;

struct sources *sources_new(void);
void sources_free(struct sources *sources);

/* Stands in for a file of the same last name that cannot be read: an installed
   program was compiled somewhere else. Call it before the file is asked for. */
void sources_substitute(struct sources *sources, const char *file);

/* The file's whole text, or NULL where it cannot be read, is not text, or is
   larger than a megabyte. Lasts as long as the sources. */
const char *sources_text(struct sources *sources, const char *file);

/* Copies a line, numbered from 1, and as many after it as fit: without the
   newlines, so that a call broken over lines can be read as one. */
void sources_line(struct sources *sources, const char *file, int line,
                  char *text, size_t size);

#endif
