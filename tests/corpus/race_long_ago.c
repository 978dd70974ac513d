/* expect: data-race
   The first of the two accesses is many moves before the second. */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

static int early;
static atomic_int steps;
static sem_t done;

static void *writes(void *argument)
{
    early = 1;
    atomic_fetch_add_explicit(&steps, 1, memory_order_relaxed);
    sem_wait(&done);
    return argument;
}

int main(void)
{
    pthread_t one;
    int seen = 0;
    sem_init(&done, 0, 0);
    pthread_create(&one, NULL, writes, NULL);
    if (atomic_load_explicit(&steps, memory_order_relaxed) == 1) {
        for (int i = 0; i < 12; i++)
            atomic_fetch_add_explicit(&steps, i, memory_order_relaxed);
        if (atomic_load_explicit(&steps, memory_order_relaxed) > 9)
            seen = early;
    }
    sem_post(&done);
    pthread_join(one, NULL);
    return seen > 1;
}
