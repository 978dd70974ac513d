/* expect: ok
   Blocks with locks come and go, at the same place in memory. */
#include <pthread.h>
#include <stdlib.h>

struct guarded {
    pthread_mutex_t lock;
    int value;
};

static void *work(void *argument)
{
    for (int i = 0; i < 2; i++) {
        struct guarded *g = calloc(1, sizeof *g);

        if (!g)
            return NULL;
        pthread_mutex_init(&g->lock, NULL);
        pthread_mutex_lock(&g->lock);
        g->value++;
        pthread_mutex_unlock(&g->lock);
        pthread_mutex_destroy(&g->lock);
        free(g);
    }
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, work, NULL);
    pthread_create(&threads[1], NULL, work, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
