/* expect: data-race assertion
   A node comes back between the look at the top and the exchange. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
struct n {
    int v;
    struct n *next;
    int used;
};
static struct n pool[3];
static _Atomic(struct n *) top;
static atomic_int taken[3];

static struct n *pop(void)
{
    struct n *o = top;
    while (o) {
        struct n *nx = *(struct n *volatile *)&o->next;
        if (atomic_compare_exchange_weak(&top, &o, nx)) {
            int i = (int)(o - pool);
            assert(atomic_exchange(&taken[i], 1) == 0);
            return o;
        }
    }
    return 0;
}

static void push(struct n *n)
{
    atomic_store(&taken[n - pool], 0);
    struct n *o = top;
    do
        n->next = o;
    while (!atomic_compare_exchange_weak(&top, &o, n));
}

static void *a(void *argument)
{
    pop();
    pop();
    return argument;
}

static void *b(void *argument)
{
    struct n *p = pop();
    struct n *q = pop();
    (void)q;
    if (p)
        push(p);
    return argument;
}

int main(void)
{
    for (int i = 0; i < 3; i++) {
        pool[i].next = i + 1 < 3 ? &pool[i + 1] : 0;
    }
    top = &pool[0];
    pthread_t t, u;
    pthread_create(&t, NULL, a, NULL);
    pthread_create(&u, NULL, b, NULL);
    pthread_join(t, NULL);
    pthread_join(u, NULL);
    return 0;
}
