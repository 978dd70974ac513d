/* expect: ok
   The lower fork first: no circle. */
#include <pthread.h>

enum { SEATS = 3 };
static pthread_mutex_t forks[SEATS];
static int meals[SEATS];

static void *dine(void *argument)
{
    int *meal = argument;
    int seat = (int)(meal - meals);
    int left = seat == SEATS - 1 ? 0 : seat;
    int right = seat == SEATS - 1 ? seat : seat + 1;

    pthread_mutex_lock(&forks[left]);
    pthread_mutex_lock(&forks[right]);
    ++*meal;
    pthread_mutex_unlock(&forks[right]);
    pthread_mutex_unlock(&forks[left]);
    return NULL;
}

int main(void)
{
    pthread_t threads[SEATS];

    for (int i = 0; i < SEATS; i++)
        pthread_mutex_init(&forks[i], NULL);
    for (int i = 0; i < SEATS; i++)
        pthread_create(&threads[i], NULL, dine, &meals[i]);
    for (int i = 0; i < SEATS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
