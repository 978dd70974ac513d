/* expect: ok
   Sequentially consistent: one of the two sees the other. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int x, y;
static int r1, r2;

static void *a(void *argument)
{
    atomic_store(&x, 1);
    r1 = atomic_load(&y);
    return argument;
}

static void *b(void *argument)
{
    atomic_store(&y, 1);
    r2 = atomic_load(&x);
    return argument;
}

int main(void)
{
    pthread_t t, u;
    pthread_create(&t, NULL, a, NULL);
    pthread_create(&u, NULL, b, NULL);
    pthread_join(t, NULL);
    pthread_join(u, NULL);
    assert(r1 || r2);
    return 0;
}
