/* expect: livelock
   One polls for a flag under a lock that it gives back each time, the other
   waits for the first: neither ever begins. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

static atomic_flag taken = ATOMIC_FLAG_INIT;
static atomic_bool first, second;

static void *poll_flag(void *argument)
{
    for (bool seen = false; !seen;) {
        while (atomic_flag_test_and_set(&taken))
            sched_yield();
        seen = second;
        atomic_flag_clear(&taken);
    }
    first = true;
    return argument;
}

static void *wait_for_flag(void *argument)
{
    while (!first)
        sched_yield();
    second = true;
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, poll_flag, NULL);
    pthread_create(&threads[1], NULL, wait_for_flag, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
