/* expect: ok
   A reference count with acq_rel: whoever lets go last frees. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct shared {
    atomic_int references;
    int data;
};

static void *use(void *argument)
{
    struct shared *shared = argument;
    int copy = shared->data;

    if (atomic_fetch_sub_explicit(&shared->references, 1,
                                  memory_order_acq_rel) == 1)
        free(shared);
    return copy ? NULL : argument;
}

int main(void)
{
    pthread_t threads[2];
    struct shared *shared = malloc(sizeof *shared);

    if (!shared)
        return 1;
    atomic_init(&shared->references, 2);
    shared->data = 3;
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, use, shared);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
