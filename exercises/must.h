/* must.h - calls that a lesson has no answer to the failure of.

   A lesson is about one idea, and checking calls is not it; yet an unchecked
   call is how many bugs begin. MUST stops the program, and says where and
   why, unless the call worked:

       MUST(pthread_mutex_lock(&left));     0 is success: pthreads
       MUST_NOT_BE_NEGATIVE(pid = fork());  -1 is failure, with errno: POSIX

   Include it by its place, so that `cc -pthread FILE` is all it takes. */
#ifndef LESSON_MUST_H
#define LESSON_MUST_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MUST(call) must_be((call), #call, __FILE__, __LINE__)

#define MUST_NOT_BE_NEGATIVE(call)                                             \
    must_be((call) < 0 ? errno : 0, #call, __FILE__, __LINE__)

static inline void must_be(int error, const char *call, const char *file,
                           int line)
{
    if (error == 0)
        return;
    fprintf(stderr, "%s:%d: %s: %s\n", file, line, call,
            strerror(error > 0 ? error : errno));
    exit(EXIT_FAILURE);
}

#endif
