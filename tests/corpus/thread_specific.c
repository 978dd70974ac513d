/* expect: ok
   Thread-specific data, given back by a destructor. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static pthread_key_t key;
static atomic_int freed;

static void give_back(void *memory)
{
    free(memory);
    atomic_fetch_add(&freed, 1);
}

static void *work(void *argument)
{
    int *mine = malloc(sizeof *mine);

    if (!mine)
        return argument;
    *mine = 1;
    pthread_setspecific(key, mine);
    assert(pthread_getspecific(key) == mine && *mine == 1);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_key_create(&key, give_back);
    pthread_create(&threads[0], NULL, work, NULL);
    pthread_create(&threads[1], NULL, work, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(freed == 2);
    return 0;
}
