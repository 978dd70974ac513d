/* deque.c - one pops from the left what another puts in at both ends. */
#include "parallel/deque.h"

#include <assert.h>
#include <pthread.h>

static struct queue *deque;

static void *append(void *argument)
{
    int one = 1, two = 2;

    deque_append(deque, &one, FOREVER);
    deque_append_left(deque, &two, FOREVER);
    return argument;
}

int main(void)
{
    pthread_t thread;
    int first, second;

    if (deque_new(&deque, 2, sizeof first, BETWEEN_THREADS))
        return 2;
    pthread_create(&thread, NULL, append, NULL);
    deque_pop_left(deque, &first, FOREVER);
    deque_pop_left(deque, &second, FOREVER);
    assert(first + second == 3);
    pthread_join(thread, NULL);
    queue_free(deque);
    return 0;
}
