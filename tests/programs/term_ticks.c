/* term_ticks.c - ticks for ever, a hundred times a second at most. Each tick
   is an operation on `clock_lock` and a line of output. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t clock_lock = PTHREAD_MUTEX_INITIALIZER;

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int tick = 1;; tick++) {
        pthread_mutex_lock(&clock_lock);
        printf("tick %d\n", tick);
        pthread_mutex_unlock(&clock_lock);
        usleep(10000);
    }
}
