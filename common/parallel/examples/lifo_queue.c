/* lifo_queue.c - undoing goes backwards.
   Prints:
       undo c, undo b, undo a */
#include "parallel/lifo_queue.h"

#include <stdio.h>

int main(void)
{
    struct queue *undo;
    char change;

    if (lifo_queue_new(&undo, 10, 1, BETWEEN_THREADS))
        return 1;
    for (change = 'a'; change <= 'c'; change++)
        queue_put(undo, &change, FOREVER);
    while (queue_get(undo, &change, 0) == 0)
        printf("undo %c%s", change, queue_size(undo) ? ", " : "\n");
    queue_free(undo);
}
