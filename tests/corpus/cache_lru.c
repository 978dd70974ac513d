/* expect: ok
   A list whose order changes on each look, all under one lock. */
#include <assert.h>
#include <pthread.h>
struct e {
    int key, val;
    struct e *prev, *next;
};
static struct e es[3];
static struct e *head, *tail;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void unlink_(struct e *x)
{
    if (x->prev)
        x->prev->next = x->next;
    else
        head = x->next;
    if (x->next)
        x->next->prev = x->prev;
    else
        tail = x->prev;
}

static void front(struct e *x)
{
    x->prev = 0;
    x->next = head;
    if (head)
        head->prev = x;
    head = x;
    if (!tail)
        tail = x;
}

static int get(int k)
{
    int v = -1;
    pthread_mutex_lock(&m);
    for (struct e *x = head; x; x = x->next)
        if (x->key == k) {
            v = x->val;
            unlink_(x);
            front(x);
            break;
        }
    pthread_mutex_unlock(&m);
    return v;
}

static void put(int k, int v)
{
    pthread_mutex_lock(&m);
    struct e *x = tail;
    unlink_(x);
    x->key = k;
    x->val = v;
    front(x);
    pthread_mutex_unlock(&m);
}

static void *w(void *argument)
{
    int k = (int)(long)argument;
    int v = get(k);
    assert(v == -1 || v == k * 10);
    put(k, k * 10);
    return argument;
}

int main(void)
{
    for (int i = 0; i < 3; i++) {
        es[i].key = -1;
        front(&es[i]);
    }
    pthread_t t[2];
    pthread_create(&t[0], NULL, w, (void *)1);
    pthread_create(&t[1], NULL, w, (void *)2);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    assert(get(1) == 10);
    return 0;
}
