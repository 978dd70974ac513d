/* A queue under a lock; what was put in is noted after the lock is given back,
   and compared by who takes it out. */
#include <assert.h>
#include <pthread.h>

enum { ITEMS = 5 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int queue[ITEMS];
static int noted[ITEMS];
static int head, tail;

static void *put(void *argument)
{
    for (int i = 0; i < ITEMS; i++) {
        pthread_mutex_lock(&lock);
        queue[tail++] = i + 1;
        pthread_mutex_unlock(&lock);
        noted[i] = i + 1;
    }
    return argument;
}

static void *take(void *argument)
{
    for (int i = 0; i < ITEMS; i++) {
        pthread_mutex_lock(&lock);
        if (head < tail) {
            assert(queue[head] == noted[head]);
            head++;
        }
        pthread_mutex_unlock(&lock);
    }
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, put, NULL);
    pthread_create(&threads[1], NULL, take, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
