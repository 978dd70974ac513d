/* hundred - more tasks than a tree of decisions holds: at some time all of
   those beyond it sleep, or look at the same variable again; none is stuck. */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

enum { THREADS = 100, LOOKS = 20 };

static int looks = LOOKS;
static atomic_int done;

static void *look_again(void *argument)
{
    for (int i = 0; i < looks; i++)
        sched_yield();
    usleep(1000);
    atomic_fetch_add(&done, 1);
    return argument;
}

int main(void)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, look_again, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert(atomic_load(&done) == THREADS);
    return 0;
}
