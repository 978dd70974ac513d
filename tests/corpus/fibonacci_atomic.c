/* expect: assertion
   Sums of each other's sums: the largest needs them to take turns
   strictly. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#define NUM 5
static atomic_int i = 1, j = 1;

static void *t1(void *argument)
{
    for (int k = 0; k < NUM; k++)
        atomic_store(&i, atomic_load(&i) + atomic_load(&j));
    return argument;
}

static void *t2(void *argument)
{
    for (int k = 0; k < NUM; k++)
        atomic_store(&j, atomic_load(&i) + atomic_load(&j));
    return argument;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, t1, NULL);
    pthread_create(&b, NULL, t2, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    if (i >= 144 || j >= 144)
        assert(0);
    return 0;
}
