/* expect: ok
   One polls a flag under a lock made of an atomic, and lets go in between: the
   other need not always come at the wrong moment. */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

static atomic_flag taken = ATOMIC_FLAG_INIT;
static bool done;
static int value;

static void take(void)
{
    while (atomic_flag_test_and_set(&taken))
        sched_yield();
}

static void give(void)
{
    atomic_flag_clear(&taken);
}

static void *work(void *argument)
{
    take();
    value = 7;
    done = true;
    give();
    return argument;
}

int main(void)
{
    pthread_t thread;
    bool seen = false;

    pthread_create(&thread, NULL, work, NULL);
    while (!seen) {
        take();
        seen = done;
        give();
    }
    assert(value == 7);
    pthread_join(thread, NULL);
    return 0;
}
