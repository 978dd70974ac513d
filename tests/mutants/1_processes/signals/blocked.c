/* expect: wrong-result
   The signal is blocked, and stays so. */
#include "../must.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int counted;      /* Guarded by lock. */
static atomic_int asked; /* How often somebody asked. */

static void on_signal(int number)
{
    (void)number;
    asked++;
}

/* From now on SIGUSR1 asks to stop. Nothing is counted yet. */
void listen(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    sigset_t set;

    counted = 0;
    asked = 0;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    MUST(pthread_sigmask(SIG_BLOCK, &set, NULL));
    MUST_NOT_BE_NEGATIVE(sigaction(SIGUSR1, &action, NULL));
}

/* Was the worker asked to stop? */
int was_asked(void)
{
    return asked > 0;
}

/* Counts up to `most`, or until it is asked to stop. Returns how far. */
int count(int most)
{
    while (!was_asked()) {
        MUST(pthread_mutex_lock(&lock));
        int now = ++counted;
        MUST(pthread_mutex_unlock(&lock));
        if (now == most)
            break;
    }
    return counted;
}

static void *count_far(void *unused)
{
    printf("came to %d\n", count(100000000));
    return unused;
}

int main(void)
{
    pthread_t worker;

    listen();
    MUST(pthread_create(&worker, NULL, count_far, NULL));
    MUST(pthread_kill(worker, SIGUSR1));
    MUST(pthread_join(worker, NULL));
    return 0;
}
