/* expect: ok
   Double-checked initialisation, with an atomic pointer. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static int object;
static _Atomic(int *) instance;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int *get(void)
{
    int *found = atomic_load_explicit(&instance, memory_order_acquire);

    if (found)
        return found;
    pthread_mutex_lock(&lock);
    found = atomic_load_explicit(&instance, memory_order_relaxed);
    if (!found) {
        object = 9;
        found = &object;
        atomic_store_explicit(&instance, found, memory_order_release);
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static void *use(void *argument)
{
    assert(*get() == 9);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, use, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
