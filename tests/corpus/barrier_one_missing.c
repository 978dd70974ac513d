/* expect: data-race assertion
   One barrier in a round where two are needed: the fast one writes too
   early. */
#include <assert.h>
#include <pthread.h>

static pthread_barrier_t barrier;
static int cells[2];

static void *work(void *argument)
{
    int *mine = argument;
    int *other = &cells[mine == cells];

    for (int round = 1; round <= 3; round++) {
        *mine = round;
        pthread_barrier_wait(&barrier);
        assert(*other == round);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_barrier_init(&barrier, NULL, 2);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, work, &cells[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&barrier);
    return 0;
}
