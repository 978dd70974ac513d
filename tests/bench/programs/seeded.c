/* Four threads with about 200 operations. It fails only if between the steps
   of one, DEPTH times, another takes exactly one step of its own. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#ifndef DEPTH
#define DEPTH 1
#endif

static atomic_int noise, step;

static void work(int times)
{
    for (int i = 0; i < times; i++)
        atomic_fetch_add(&noise, 1);
}

static bool was_interrupted(void)
{
    int before = atomic_load(&step);

    return atomic_load(&step) == before + 1;
}

static void *victim(void *argument)
{
    bool found = true;

    work(15);
    for (int i = 0; i < DEPTH && found; i++) {
        found = was_interrupted();
        work(5);
    }
    assert(!found);
    work(20);
    return argument;
}

static void *other(void *argument)
{
    work(25);
    atomic_fetch_add(&step, 1);
    work(25);
    return argument;
}

int main(void)
{
    pthread_t threads[4];

    pthread_create(&threads[0], NULL, victim, NULL);
    for (int i = 1; i < 4; i++)
        pthread_create(&threads[i], NULL, other, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
