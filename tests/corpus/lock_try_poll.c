/* expect: ok
   Both try a lock until they have it; one of them polls under it. */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool done;

static void *work(void *argument)
{
    while (pthread_mutex_trylock(&lock) != 0)
        sched_yield();
    done = true;
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread;
    bool seen = false;

    pthread_create(&thread, NULL, work, NULL);
    while (!seen) {
        if (pthread_mutex_trylock(&lock) == 0) {
            seen = done;
            pthread_mutex_unlock(&lock);
        }
        usleep(10);
    }
    pthread_join(thread, NULL);
    return 0;
}
