/* queue.c - a producer, a consumer, and an end.
   Prints:
       got 0 1 2 3 4, then it was closed */
#include "parallel/queue.h"
#include "parallel/thread.h"

#include <stdio.h>

static void produce(void *argument)
{
    for (int i = 0; i < 5; i++)
        queue_put(argument, &i, FOREVER);
    queue_close(argument);
}

int main(void)
{
    struct queue *queue;
    struct thread producer;
    const char *comma = "got ";

    if (queue_new(&queue, 2, sizeof(int), BETWEEN_THREADS))
        return 1;
    thread_start(&producer, "producer", produce, queue);
    for (int item; queue_get(queue, &item, FOREVER) == 0; comma = " ")
        printf("%s%d", comma, item);
    puts(", then it was closed");
    thread_join(&producer, FOREVER);
    queue_free(queue);
}
