/* expect: ok
   Destructors run when threads end. */
#include <pthread.h>
#include <stdlib.h>

static pthread_key_t k;
static int freed;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void d(void *p)
{
    free(p);
    pthread_mutex_lock(&m);
    freed++;
    pthread_mutex_unlock(&m);
}

static void *w(void *argument)
{
    pthread_setspecific(k, malloc(4));
    return argument;
}

int main(void)
{
    pthread_key_create(&k, d);
    pthread_t t, u;
    pthread_create(&t, NULL, w, NULL);
    pthread_create(&u, NULL, w, NULL);
    pthread_join(t, NULL);
    pthread_join(u, NULL);
    return freed != 2;
}
