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

   Only main's thread may check. A message begins with the verdict that it
   comes to: "wrong result: ", "starvation: ", "leak: ". */
#ifndef EXERCISE_CHECK_H
#define EXERCISE_CHECK_H

#include <stdio.h>
#include <unistd.h>

#undef main /* The student's has another name. */

#ifdef CHECK_FREELY
#include "check_freely.h"
#else
#include <assert.h>

#define check(truth, message)                                                  \
    ((truth) ? (void)0 : __assert_fail(message, __FILE__, __LINE__, __func__))

/* The lab looks whether two tasks can be here at the same moment. */
void interleave_work(void);

void work(void)
{
    interleave_work();
}

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
