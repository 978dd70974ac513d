/* hidden.h - what functions of libc keep between calls.

   POSIX lets only one thread at a time use strtok, localtime, asctime and their
   like, or change the environment. What those keep lies in libc, where nobody
   sees it read or written: under control each call is an operation on a
   variable here that stands for it. */
#ifndef RUNTIME_HIDDEN_H
#define RUNTIME_HIDDEN_H

/* Where strtok goes on; NULL: nowhere. */
extern char *hidden_rest;

#endif
