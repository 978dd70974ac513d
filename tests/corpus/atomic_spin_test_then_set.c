/* expect: data-race assertion
   A spin lock that looks first and sets later: both may come in. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int lock;
static int counter;

static void *add(void *argument)
{
    while (atomic_load(&lock))
        continue;
    atomic_store(&lock, 1);
    counter++;
    atomic_store(&lock, 0);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, add, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(counter == 2);
    return 0;
}
