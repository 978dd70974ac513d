/* fork_with_threads_check.c - can a child always write into the log? */
#include EXERCISE

#include "../check.h"

static void *logs(void *unused)
{
    log_line();
    return unused;
}

static void scenario(void)
{
    pthread_t writer;

    pthread_create(&writer, NULL, logs, NULL);
    check(wait_for_child(start_child()) == 0,
          "wrong result: lines: the child could not write");
    pthread_join(writer, NULL);
    check(log_line() == 2, "wrong result: lines were lost");
}

static void *logs_often(void *unused)
{
    for (int i = 0; i < 20000; i++)
        log_line();
    return unused;
}

static void children_write(void **state)
{
    pthread_t writer;

    (void)state;
    pthread_create(&writer, NULL, logs_often, NULL);
    for (int i = 0; i < 20; i++)
        check(wait_for_child(start_child()) == 0,
              "wrong result: a child could not write");
    pthread_join(writer, NULL);
    check(log_line() == 20001, "wrong result: lines were lost");
}

CHECKS(scenario, FREELY(children_write))
