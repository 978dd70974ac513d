/* expect: ok
   A fence on each side orders what is around relaxed accesses. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int f;
static int d;

static void *p(void *argument)
{
    d = 1;
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&f, 1, memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, p, NULL);
    if (atomic_load_explicit(&f, memory_order_relaxed)) {
        atomic_thread_fence(memory_order_acquire);
        assert(d == 1);
    }
    pthread_join(t, NULL);
    return 0;
}
