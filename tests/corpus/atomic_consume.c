/* expect: ok
   What is reached through a consumed pointer is there. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
struct n {
    int v;
};
static struct n node;
static _Atomic(struct n *) head;

static void *p(void *argument)
{
    node.v = 9;
    atomic_store_explicit(&head, &node, memory_order_release);
    return argument;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, p, NULL);
    struct n *n = atomic_load_explicit(&head, memory_order_consume);
    if (n)
        assert(n->v == 9);
    pthread_join(t, NULL);
    return 0;
}
