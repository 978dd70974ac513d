/* expect: assertion
   Each access is locked, and the decision is not. */
#include <assert.h>
#include <pthread.h>

static int bal = 100;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static int get(void)
{
    pthread_mutex_lock(&m);
    int b = bal;
    pthread_mutex_unlock(&m);
    return b;
}

static void sub(int n)
{
    pthread_mutex_lock(&m);
    bal -= n;
    pthread_mutex_unlock(&m);
}

static void *w(void *argument)
{
    if (get() >= 80)
        sub(80);
    return argument;
}

int main(void)
{
    pthread_t t, u;
    pthread_create(&t, NULL, w, NULL);
    pthread_create(&u, NULL, w, NULL);
    pthread_join(t, NULL);
    pthread_join(u, NULL);
    assert(bal >= 0);
    return 0;
}
