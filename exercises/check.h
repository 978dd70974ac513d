/* check.h - what a check stands on.

   A check is one file, NAME_check.c, that includes the student's file first
   and this one after it. It is compiled twice: to run freely, as cmocka tests
   (CHECK_FREELY), and to be run under all schedules (without it), where only
   the scenario counts: a small run with two or three tasks.

       #include EXERCISE
       #include "../check.h"

       static void scenario(void)
       {
           check(count_all(2) == 4, "wrong result: a ballot got lost");
       }

       static void counts_every_ballot(void **state) { ... }

       CHECKS(scenario, FREELY(counts_every_ballot))

   A check that counts who is in work() defines CHECK_OWN_WORK before this file
   is included, and work() itself, which calls interleave_work().

   Only main's thread may check. A message begins with the verdict that it
   comes to: "wrong result: ", "starvation: ", "leak: ". */
#ifndef EXERCISE_CHECK_H
#define EXERCISE_CHECK_H

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#undef main /* The student's has another name. */

struct check_call {
    void *(*function)(void *);
    void *argument;
};

/* Makes a thread for each of so many calls, and joins them all. */
static inline void check_together(const struct check_call *calls, int count)
{
    pthread_t threads[8];

    for (int i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, calls[i].function, calls[i].argument);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

#define CHECK_TOGETHER(...)                                                    \
    check_together((const struct check_call[]){__VA_ARGS__},                   \
                   (int)(sizeof((const struct check_call[]){__VA_ARGS__}) /    \
                         sizeof(struct check_call)))

#ifdef CHECK_FREELY
#include "check_freely.h"
#else
#include <assert.h>

#define check(truth, message)                                                  \
    ((truth) ? (void)0 : __assert_fail(message, __FILE__, __LINE__, __func__))

/* The lab looks whether two tasks can be here at the same moment. */
void interleave_work(void);

#ifndef CHECK_OWN_WORK
void work(void)
{
    interleave_work();
}
#endif

#define FREELY(function) function

#define CHECKS(scenario, ...)                                                  \
    int main(void)                                                             \
    {                                                                          \
        scenario();                                                            \
        return 0;                                                              \
    }                                                                          \
    void (*const check_tests[])(void **) = {__VA_ARGS__};
#endif

#endif
