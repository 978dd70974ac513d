/* expect: misuse
   Each thread makes the lock anew, be it held or not. */
#include <pthread.h>

static pthread_mutex_t m;

static void *w(void *argument)
{
    pthread_mutex_init(&m, NULL);
    pthread_mutex_lock(&m);
    pthread_mutex_unlock(&m);
    return argument;
}

int main(void)
{
    pthread_t t, u;
    pthread_create(&t, NULL, w, NULL);
    pthread_create(&u, NULL, w, NULL);
    pthread_join(t, NULL);
    pthread_join(u, NULL);
    return 0;
}
