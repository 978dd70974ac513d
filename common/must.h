/* must.h - calls that cannot fail unless the lab itself is wrong.

   Three kinds of failure get three treatments here. What the world refuses is
   returned to the caller; what the user got wrong is one line and exit status
   2; and what can only be a mistake of ours, or memory running out, stops the
   program at once, with the place. MUST is for the last.

       MUST(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);

   Unlike assert(), the call stays in the program under -DNDEBUG. */
#ifndef MUST_H
#define MUST_H

#include <stddef.h>

#define MUST(truth) ((truth) ? (void)0 : must_fail(#truth, __FILE__, __LINE__))

/* Says what did not hold, on standard error, and aborts. */
_Noreturn void must_fail(const char *what, const char *file, int line);

/* calloc and reallocarray that never return NULL. */
void *must_allocate(size_t count, size_t size);
void *must_resize(void *block, size_t count, size_t size);
char *must_copy(const char *string);

/* sprintf into a new string, which the caller frees. */
__attribute__((format(printf, 1, 2))) char *must_print(const char *format, ...);

#endif
