/* expect: ok
   Lines are written by one thread for all. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static char lines[4][32];
static int n;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int stop, written;

static void logit(const char *s)
{
    pthread_mutex_lock(&m);
    snprintf(lines[n++], 32, "%s", s);
    pthread_cond_signal(&c);
    pthread_mutex_unlock(&m);
}

static void *writer(void *argument)
{
    pthread_mutex_lock(&m);
    for (;;) {
        while (written == n && !stop)
            pthread_cond_wait(&c, &m);
        while (written < n) {
            puts(lines[written++]);
        }
        if (stop)
            break;
    }
    pthread_mutex_unlock(&m);
    return argument;
}

static void *w(void *argument)
{
    logit((char *)argument);
    return argument;
}

int main(void)
{
    pthread_t l, t;
    pthread_create(&l, NULL, writer, NULL);
    pthread_create(&t, NULL, w, "one");
    logit("main");
    pthread_join(t, NULL);
    pthread_mutex_lock(&m);
    stop = 1;
    pthread_cond_signal(&c);
    pthread_mutex_unlock(&m);
    pthread_join(l, NULL);
    return written != 2;
}
