/* expect: ok
   The owner takes at one end, a thief at the other; the last is for one of
   them. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int top, bottom, buf[4];
static atomic_int got[4];

static void push(int v)
{
    int b = bottom;
    buf[b] = v;
    bottom = b + 1;
}

static int take(void)
{
    int b = bottom - 1;
    bottom = b;
    int t = top;
    if (t > b) {
        bottom = b + 1;
        return -1;
    }
    int v = buf[b];
    if (t == b) {
        if (!atomic_compare_exchange_strong(&top, &t, t + 1))
            v = -1;
        bottom = b + 1;
    }
    return v;
}

static int steal(void)
{
    int t = top, b = bottom;
    if (t >= b)
        return -1;
    int v = buf[t];
    if (!atomic_compare_exchange_strong(&top, &t, t + 1))
        return -1;
    return v;
}

static void note(int v)
{
    if (v >= 0)
        assert(atomic_fetch_add(&got[v], 1) == 0);
}

static void *thief(void *argument)
{
    note(steal());
    note(steal());
    return argument;
}

int main(void)
{
    pthread_t t;
    push(0);
    push(1);
    pthread_create(&t, NULL, thief, NULL);
    note(take());
    note(take());
    pthread_join(t, NULL);
    return 0;
}
