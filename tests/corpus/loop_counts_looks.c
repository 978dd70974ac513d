/* expect: assertion
   Three looks at a flag may all come before it is set. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int ready;

static void *set(void *argument)
{
    atomic_store(&ready, 1);
    return argument;
}

int main(void)
{
    pthread_t thread;
    int seen = 0;

    pthread_create(&thread, NULL, set, NULL);
    for (int i = 0; i < 3; i++)
        seen += atomic_load(&ready);
    assert(seen > 0);
    pthread_join(thread, NULL);
    return 0;
}
