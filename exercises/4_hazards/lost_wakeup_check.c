/* lost_wakeup_check.c - does every letter come to one reader, and nobody sleep
   on? */
#include EXERCISE

#include "../check.h"

static void *writes_one(void *what)
{
    put(*(int *)what);
    return NULL;
}

static void *reads_one(void *what)
{
    *(int *)what = take();
    return NULL;
}

static void *writes_two(void *unused)
{
    put(1);
    put(2);
    return unused;
}

static void *reads_two(void *sum)
{
    *(int *)sum = take();
    *(int *)sum += take();
    return NULL;
}

static void one_letter_for_each(int *got)
{
    int letters[2] = {1, 2};

    CHECK_TOGETHER({reads_one, &got[0]}, {reads_one, &got[1]},
                   {writes_one, &letters[0]}, {writes_one, &letters[1]});
}

static void scenario(void)
{
    int got[2] = {0, 0};
    int one = 1;

    CHECK_TOGETHER({reads_one, &got[0]}, {writes_one, &one});
    check(got[0] == 1, "wrong result: letter: another one was taken");
    CHECK_TOGETHER({reads_one, &got[0]}, {reads_one, &got[1]},
                   {writes_two, NULL});
    check(got[0] + got[1] == 3,
          "wrong result: letter: one was taken that was not there");
    got[0] = 0;
    CHECK_TOGETHER({writes_one, &one}, {writes_one, &one},
                   {reads_two, &got[0]});
    check(got[0] == 2, "wrong result: letter: one was lost");
}

static void *writes_many(void *unused)
{
    for (int i = 1; i <= 500; i++)
        put(i);
    return unused;
}

static void *reads_many(void *sum)
{
    for (int i = 0; i < 500; i++)
        *(int *)sum += take();
    return NULL;
}

static void all_letters_arrive(void **state)
{
    int sums[2] = {0, 0};

    (void)state;
    CHECK_TOGETHER({writes_many, NULL}, {reads_many, &sums[0]},
                   {writes_many, NULL}, {reads_many, &sums[1]});
    check(sums[0] + sums[1] == 500 * 501,
          "wrong result: letters got lost, or were read twice");
}

static void each_reader_has_a_letter(void **state)
{
    int got[2];

    (void)state;
    for (int round = 0; round < 100; round++) {
        one_letter_for_each(got);
        check(got[0] + got[1] == 3, "wrong result: a letter was read twice");
    }
}

CHECKS(scenario, FREELY(all_letters_arrive), FREELY(each_reader_has_a_letter))
