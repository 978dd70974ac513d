/* expect: crash data-race
   The divisor is set by a thread that may be late. */
#include <pthread.h>

static int d;
static int r;

static void *w(void *argument)
{
    d = 1;
    return argument;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, w, NULL);
    r = 10 / d;
    pthread_join(t, NULL);
    return 0;
}
