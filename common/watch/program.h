/* program.h - can this file be watched, and if not, why not?

   Watching needs a program that the dynamic linker loads for us: an ELF file
   for this processor, dynamically linked, without privileges of its own. */
#ifndef WATCH_PROGRAM_H
#define WATCH_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

/* Finds a program as a shell would (a name without a slash: in PATH) and
   looks at it. `found` then holds its absolute path; it is left alone where
   there is no such file. False: the program cannot be watched, and `why` holds
   one line that names the thing and the fix. */
bool program_find(const char *name, char *found, size_t found_size, char *why,
                  size_t why_size);

#endif
