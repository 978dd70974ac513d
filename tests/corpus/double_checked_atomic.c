/* expect: ok
   Checked before and within the lock, with acquire and release. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static _Atomic(int *) inst;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static int *get(void)
{
    int *p = atomic_load_explicit(&inst, memory_order_acquire);
    if (!p) {
        pthread_mutex_lock(&m);
        p = atomic_load_explicit(&inst, memory_order_relaxed);
        if (!p) {
            p = malloc(sizeof *p);
            *p = 42;
            atomic_store_explicit(&inst, p, memory_order_release);
        }
        pthread_mutex_unlock(&m);
    }
    return p;
}

static void *w(void *argument)
{
    assert(*get() == 42);
    return argument;
}

int main(void)
{
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, w, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    free(inst);
    return 0;
}
