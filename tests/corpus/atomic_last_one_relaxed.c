/* expect: data-race
   A reference count with relaxed order: the last to let go writes what the
   other may still read, as far as C11 promises. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int references = 2;
static int data = 3;
static int copies[2];

static void *use(void *argument)
{
    int *copy = argument;

    *copy = data;
    if (atomic_fetch_sub_explicit(&references, 1, memory_order_relaxed) == 1)
        data = 0;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, use, &copies[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
