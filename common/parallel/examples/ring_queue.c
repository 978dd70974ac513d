/* ring_queue.c - a million numbers from one thread to another.
   Prints:
       the sum of a million is 499999500000 */
#include "parallel/ring_queue.h"
#include "parallel/thread.h"

#include <stdio.h>

enum { NUMBERS = 1000000 };

static struct ring_queue *queue;

static void produce(void *argument)
{
    (void)argument;
    for (long i = 0; i < NUMBERS; i++)
        ring_queue_put(queue, &i, FOREVER);
    ring_queue_close(queue);
}

int main(void)
{
    struct thread producer;
    long number, sum = 0;

    if (ring_queue_new(&queue, 1024, sizeof number) ||
        thread_start(&producer, "producer", produce, NULL))
        return 1;
    while (ring_queue_get(queue, &number, FOREVER) == 0)
        sum += number;
    thread_join(&producer, FOREVER);
    ring_queue_free(queue);
    printf("the sum of a million is %ld\n", sum);
}
