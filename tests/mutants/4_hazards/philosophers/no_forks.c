/* expect: data-race
   Nobody takes a fork. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>
#include <stdint.h>

enum { PHILOSOPHERS = 4 };

static int used[PHILOSOPHERS];
static int meals; /* For each philosopher. */

static void eat(int left, int right)
{
    used[left]++;
    used[right]++;
    work();
}

static void *live(void *argument)
{
    int left = (int)(intptr_t)argument;
    int right = (left + 1) % PHILOSOPHERS;

    for (int i = 0; i < meals; i++) {
        eat(left, right);
    }
    return NULL;
}

/* All eat so many meals. Returns how often forks were used. */
int dine(int meals_each)
{
    pthread_t threads[PHILOSOPHERS];
    int sum = 0;

    meals = meals_each;
    for (int i = 0; i < PHILOSOPHERS; i++)
        used[i] = 0;
    for (int i = 0; i < PHILOSOPHERS; i++)
        MUST(pthread_create(&threads[i], NULL, live, (void *)(intptr_t)i));
    for (int i = 0; i < PHILOSOPHERS; i++)
        MUST(pthread_join(threads[i], NULL));
    for (int i = 0; i < PHILOSOPHERS; i++)
        sum += used[i];
    return sum;
}

int main(void)
{
    printf("forks were used %d times\n", dine(1000));
    return 0;
}
