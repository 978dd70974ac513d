/* expect: lost-wakeup
   Only one worker is told to stop. */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cv = PTHREAD_COND_INITIALIZER;
static int h, t, stop;

static void *worker(void *argument)
{
    for (;;) {
        pthread_mutex_lock(&m);
        while (h == t && !stop)
            pthread_cond_wait(&cv, &m);
        if (h == t) {
            pthread_mutex_unlock(&m);
            return argument;
        }
        h++;
        pthread_mutex_unlock(&m);
    }
}

int main(void)
{
    pthread_t w[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&w[i], NULL, worker, NULL);
    pthread_mutex_lock(&m);
    t++;
    pthread_cond_signal(&cv);
    pthread_mutex_unlock(&m);
    pthread_mutex_lock(&m);
    stop = 1;
    pthread_cond_signal(&cv);
    pthread_mutex_unlock(&m);
    for (int i = 0; i < 2; i++)
        pthread_join(w[i], NULL);
    return 0;
}
