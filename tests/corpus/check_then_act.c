/* expect: assertion
   Each step is locked, but not both together: two take the last seat. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int seats = 1;
static int sold;

static void *buy(void *argument)
{
    int left;

    pthread_mutex_lock(&lock);
    left = seats;
    pthread_mutex_unlock(&lock);
    if (left > 0) {
        pthread_mutex_lock(&lock);
        seats--;
        sold++;
        pthread_mutex_unlock(&lock);
    }
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, buy, NULL);
    pthread_create(&threads[1], NULL, buy, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(sold == 1);
    return 0;
}
