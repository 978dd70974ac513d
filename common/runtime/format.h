/* format.h - what printf and its like read for the program. */
#ifndef RUNTIME_FORMAT_H
#define RUNTIME_FORMAT_H

#include <stdarg.h>

/* Reads the texts among what `format` takes of `arguments`, which
   stay as they are; in programs whose reads are seen. Of a format that may read
   part of a text only, nothing is told. */
void format_reads(const char *format, va_list arguments, const void *where);

#endif
