/* signals_check.c - does the worker stop when it is asked, wherever it is? */
#include EXERCISE

#include "../check.h"

static pthread_t worker; /* Main, here: so it is there until the end. */

static void *asks(void *unused)
{
    pthread_kill(worker, SIGUSR1);
    return unused;
}

static void scenario(void)
{
    pthread_t asker;

    listen();
    worker = pthread_self();
    pthread_create(&asker, NULL, asks, NULL);
    int far = count(2);
    pthread_join(asker, NULL);
    check(far >= 0 && far <= 2, "wrong result: counted is not what it must be");
    check(was_asked() && was_asked(),
          "wrong result: asked: the signal got lost");
    check(count(1000) == far, "wrong result: counted: it went on counting");
}

static void *counts_on(void *far)
{
    *(int *)far = count(2000000000);
    return NULL;
}

static void stops_when_asked(void **state)
{
    (void)state;
    for (int round = 0; round < 20; round++) {
        pthread_t counter;
        int far = -1;

        listen();
        pthread_create(&counter, NULL, counts_on, &far);
        pthread_kill(counter, SIGUSR1);
        pthread_join(counter, NULL);
        check(far >= 0, "wrong result: it did not say how far it came");
    }
}

CHECKS(scenario, FREELY(stops_when_asked))
