/* expect: ok
   A lock of readers and writers from a mutex and two counters, tried again
   and again. */
#include <assert.h>
#include <pthread.h>

static int w, r, x;
static pthread_mutex_t at = PTHREAD_MUTEX_INITIALIZER;

static void *writer(void *argument)
{
    for (;;) {
        pthread_mutex_lock(&at);
        if (w == 0 && r == 0) {
            w = 1;
            pthread_mutex_unlock(&at);
            break;
        }
        pthread_mutex_unlock(&at);
    }
    x = 3;
    pthread_mutex_lock(&at);
    w = 0;
    pthread_mutex_unlock(&at);
    return argument;
}

static void *reader(void *argument)
{
    int l;
    for (;;) {
        pthread_mutex_lock(&at);
        if (w == 0) {
            r = r + 1;
            pthread_mutex_unlock(&at);
            break;
        }
        pthread_mutex_unlock(&at);
    }
    l = x;
    assert(l == x);
    pthread_mutex_lock(&at);
    r = r - 1;
    pthread_mutex_unlock(&at);
    return argument;
}

int main(void)
{
    pthread_t t[4];
    pthread_create(&t[0], NULL, writer, NULL);
    pthread_create(&t[1], NULL, reader, NULL);
    pthread_create(&t[2], NULL, writer, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
