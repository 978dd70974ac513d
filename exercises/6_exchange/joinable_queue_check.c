/* joinable_queue_check.c - is all done when wait_all() returns? */
#include EXERCISE

#include "../check.h"

static int done[64]; /* Plain: wait_all() must put it in order. */

static void *works_one_off(void *unused)
{
    int task = get();

    work();
    done[task] = 1;
    task_done();
    return unused;
}

static void *works_many_off(void *times)
{
    for (int i = 0; i < *(int *)times; i++)
        works_one_off(NULL);
    return NULL;
}

static int are_all_done(int count)
{
    int sum = 0;

    for (int i = 0; i < count; i++) {
        sum += done[i];
        done[i] = 0;
    }
    return sum == count;
}

/* While one waits for a task, main waits for all: who hears what? Then there is
   something to do for both. */
static void scenario(void)
{
    static int times[2] = {1, 2};
    pthread_t workers[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&workers[i], NULL, works_many_off, &times[i]);
    put(0);
    wait_all();
    check(done[0] == 1, "wrong result: done: it returned before all was done");
    put(1);
    put(2);
    wait_all();
    check(are_all_done(3),
          "wrong result: done: it returned before all was done");
    for (int i = 0; i < 2; i++)
        pthread_join(workers[i], NULL);
    wait_all(); /* There is nothing to wait for. */
}

static void waits_for_all(void **state)
{
    int often = 8;
    pthread_t workers[4];

    (void)state;
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 4; i++)
            pthread_create(&workers[i], NULL, works_many_off, &often);
        for (int i = 0; i < 32; i++) {
            put(i);
            if (i % 16 == 15)
                wait_all(); /* So there is always room. */
        }
        check(are_all_done(32),
              "wrong result: it returned before all was done");
        for (int i = 0; i < 4; i++)
            pthread_join(workers[i], NULL);
    }
}

CHECKS(scenario, FREELY(waits_for_all))
