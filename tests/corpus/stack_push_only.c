/* expect: ok
   Without anybody who takes away there is no ABA. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
struct n {
    int v;
    struct n *next;
};
static _Atomic(struct n *) top;

static void push(int v)
{
    struct n *n = malloc(sizeof *n);
    n->v = v;
    struct n *o = atomic_load(&top);
    do
        n->next = o;
    while (!atomic_compare_exchange_weak(&top, &o, n));
}

static void *a(void *argument)
{
    push((int)(long)argument);
    return argument;
}

int main(void)
{
    pthread_t t[3];
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, a, (void *)(i + 1));
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    int s = 0;
    for (struct n *n = top, *m; n; n = m) {
        m = n->next;
        s += n->v;
        free(n);
    }
    assert(s == 6);
    return 0;
}
