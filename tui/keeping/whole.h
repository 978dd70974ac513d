/* whole.h - files that are never half written. */
#ifndef TUI_KEEPING_WHOLE_H
#define TUI_KEEPING_WHOLE_H

#include <stdbool.h>
#include <sys/types.h>

/* Writes the text beside the file, sees to it that it is on the disk, and
   renames it into place: whatever happens, the file is the new one or the old
   one. False with errno set: it is the old one. */
bool whole_write(const char *path, const char *text, mode_t mode);

#endif
