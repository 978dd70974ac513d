/* expect: ok
   Who reads says so, looks again, and only then follows the pointer. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static _Atomic(int *) shared, hazard;

static void *reader(void *argument)
{
    int *p;
    do {
        p = atomic_load(&shared);
        atomic_store(&hazard, p);
    } while (p != atomic_load(&shared));
    assert(*p == 1 || *p == 2);
    atomic_store(&hazard, 0);
    return argument;
}

int main(void)
{
    pthread_t t;
    int *one = malloc(4), *two = malloc(4);
    *one = 1;
    *two = 2;
    shared = one;
    pthread_create(&t, NULL, reader, NULL);
    atomic_store(&shared, two);
    while (atomic_load(&hazard) == one)
        ;
    free(one);
    pthread_join(t, NULL);
    free(two);
    return 0;
}
