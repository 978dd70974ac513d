/* So many threads write one variable, or with `apart` each its own. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 8 };
static atomic_int values[MOST];
static int numbers[MOST];
static int apart;

static void *write_it(void *argument)
{
    int number = *(int *)argument;

    atomic_store(&values[apart ? number : 0], number + 1);
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[MOST];
    int count = argc > 1 ? atoi(argv[1]) : 2;

    apart = argc > 2;
    for (int i = 0; i < count; i++) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, write_it, &numbers[i]);
    }
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", values[0]);
    return 0;
}
