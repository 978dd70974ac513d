/* expect: ok
   The old version is freed when no reader is left. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
struct cfg {
    int a, b;
};
static _Atomic(struct cfg *) cur;
static atomic_int readers;

static void *r(void *argument)
{
    atomic_fetch_add(&readers, 1);
    struct cfg *c = cur;
    assert(c->a == c->b);
    atomic_fetch_sub(&readers, 1);
    return argument;
}

int main(void)
{
    pthread_t t;
    struct cfg *c = malloc(sizeof *c), *d = malloc(sizeof *d);
    c->a = c->b = 1;
    d->a = d->b = 2;
    cur = c;
    pthread_create(&t, NULL, r, NULL);
    cur = d;
    while (readers != 0)
        ;
    free(c);
    pthread_join(t, NULL);
    free(d);
    return 0;
}
