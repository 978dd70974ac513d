/* expect: ok
   A relaxed store by the task that released goes on with its release
   sequence (C11). */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int f;
static int d;

static void *w(void *argument)
{
    d = 5;
    atomic_store_explicit(&f, 1, memory_order_release);
    atomic_store_explicit(&f, 2, memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, w, NULL);
    if (atomic_load_explicit(&f, memory_order_acquire) == 2)
        assert(d == 5);
    pthread_join(t, NULL);
    return 0;
}
