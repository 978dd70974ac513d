/* expect: data-race assertion
   Each thread is to use the index of its birth, and reads the latest. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#define SIGMA 4
static int *array;
static int array_index = -1;

static void *thread(void *argument)
{
    array[array_index] = 1;
    return argument;
}

int main(void)
{
    int sum = 0;
    pthread_t *t = malloc(sizeof(pthread_t) * SIGMA);
    array = calloc(SIGMA, sizeof(int));
    int tid;
    for (tid = 0; tid < SIGMA; tid++) {
        array_index++;
        pthread_create(&t[tid], NULL, thread, NULL);
    }
    for (tid = 0; tid < SIGMA; tid++)
        pthread_join(t[tid], NULL);
    for (tid = 0; tid < SIGMA; tid++)
        sum += array[tid];
    assert(sum == SIGMA);
    free(t);
    free(array);
    return 0;
}
