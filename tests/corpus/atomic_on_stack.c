/* expect: assertion
   An atomic of main's own, to which a thread stores at some time. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static void *work(void *argument)
{
    atomic_store((atomic_int *)argument, 1);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    atomic_int value = 0;

    pthread_create(&thread, NULL, work, &value);
    int seen = value;
    pthread_join(thread, NULL);
    assert(seen == 0);
    return 0;
}
