/* expect: ok
   An error-checking lock says who may unlock it: that is what it is for. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>

static pthread_mutex_t m;

static void *w(void *argument)
{
    assert(pthread_mutex_unlock(&m) == EPERM);
    return argument;
}

int main(void)
{
    pthread_t t;
    pthread_mutexattr_t at;
    pthread_mutexattr_init(&at);
    pthread_mutexattr_settype(&at, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&m, &at);
    pthread_mutex_lock(&m);
    pthread_create(&t, NULL, w, NULL);
    pthread_join(t, NULL);
    pthread_mutex_unlock(&m);
    pthread_mutex_destroy(&m);
    return 0;
}
