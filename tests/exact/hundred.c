/* hundred - more tasks than a tree of decisions holds: at some time all of
   those beyond it sleep, or look at the same variable again; none is stuck.
   Each has a place on main's stack; main leaves it when all are joined. */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

enum { THREADS = 100, LOOKS = 20 };

static int looks = LOOKS;
static atomic_int done;

static void *look_again(void *place)
{
    *(int *)place = looks;
    for (int i = 0; i < looks; i++)
        sched_yield();
    usleep(1000);
    atomic_fetch_add(&done, 1);
    return NULL;
}

static void look_and_join(void)
{
    pthread_t threads[THREADS];
    int places[THREADS];

    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, look_again, &places[i]);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

int main(void)
{
    look_and_join();
    assert(atomic_load(&done) == THREADS);
    return 0;
}
