/* expect: assertion data-race
   A ring buffer without any lock: the reader takes what is not written yet. */
#include <assert.h>
#include <pthread.h>

static int ring[2];
static int filled;

static void *put(void *argument)
{
    for (int i = 0; i < 2; i++) {
        filled++;
        ring[i] = i + 1;
    }
    return argument;
}

static void *get(void *argument)
{
    for (int i = 0; i < filled; i++)
        assert(ring[i] == i + 1);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, put, NULL);
    pthread_create(&threads[1], NULL, get, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
