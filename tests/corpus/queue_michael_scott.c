/* expect: ok
   The queue of Michael and Scott, without reuse of nodes. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
struct n {
    int v;
    _Atomic(struct n *) next;
};
static _Atomic(struct n *) head, tail;
static atomic_int sum;
static struct n pool[4];
static atomic_int used;

static struct n *mk(int v)
{
    struct n *n = &pool[atomic_fetch_add(&used, 1)];
    n->v = v;
    atomic_store(&n->next, 0);
    return n;
}

static void enq(int v)
{
    struct n *n = mk(v);
    for (;;) {
        struct n *t = atomic_load(&tail), *nx = atomic_load(&t->next);
        if (t != atomic_load(&tail))
            continue;
        if (nx) {
            atomic_compare_exchange_strong(&tail, &t, nx);
            continue;
        }
        if (atomic_compare_exchange_strong(&t->next, &nx, n)) {
            atomic_compare_exchange_strong(&tail, &t, n);
            return;
        }
    }
}

static int deq(int *v)
{
    for (;;) {
        struct n *h = atomic_load(&head), *t = atomic_load(&tail),
                 *nx = atomic_load(&h->next);
        if (h != atomic_load(&head))
            continue;
        if (!nx)
            return 0;
        if (h == t) {
            atomic_compare_exchange_strong(&tail, &t, nx);
            continue;
        }
        int x = nx->v;
        if (atomic_compare_exchange_strong(&head, &h, nx)) {
            *v = x;
            return 1;
        }
    }
}

static void *p(void *argument)
{
    enq((int)(long)argument);
    return argument;
}

static void *c(void *argument)
{
    int v;
    if (deq(&v))
        atomic_fetch_add(&sum, v);
    return argument;
}

int main(void)
{
    struct n *d = mk(0);
    head = d;
    tail = d;
    pthread_t t[3];
    pthread_create(&t[0], NULL, p, (void *)1);
    pthread_create(&t[1], NULL, p, (void *)2);
    pthread_create(&t[2], NULL, c, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    int v;
    while (deq(&v))
        sum += v;
    assert(sum == 3);
    return 0;
}
