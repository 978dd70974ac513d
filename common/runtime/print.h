/* print.h - what the program writes for people to read. */
#ifndef RUNTIME_PRINT_H
#define RUNTIME_PRINT_H

#include "runtime/self.h"

#include <stddef.h>
#include <sys/types.h>

/* Standard output or error, where it is the lab's terminal or a pipe to it:
   not where the program has put a pipe of its own. */
bool print_is_for_people(int fd);

/* Tells that the task printed `length` bytes (nothing where negative). */
void print_tell(struct self *self, const char *text, ssize_t length,
                const void *where);

#endif
