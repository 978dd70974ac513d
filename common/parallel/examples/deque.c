/* deque.c - both ends, and what pushes out what.
   Prints:
       newest: 4, oldest: 1
       the last three: 7 8 9 */
#include "parallel/deque.h"

#include <stdio.h>

int main(void)
{
    struct queue *deque;
    int item;

    if (deque_new(&deque, 4, sizeof item, BETWEEN_THREADS))
        return 1;
    for (int i = 1; i <= 4; i++)
        deque_append(deque, &i, FOREVER);
    deque_pop(deque, &item, FOREVER);
    printf("newest: %d, ", item);
    deque_pop_left(deque, &item, FOREVER);
    printf("oldest: %d\n", item);
    queue_free(deque);

    if (deque_new(&deque, 3, sizeof item, BETWEEN_THREADS))
        return 1;
    for (int i = 0; i < 10; i++)
        deque_push(deque, &i);
    printf("the last three:");
    while (deque_pop_left(deque, &item, 0) == 0)
        printf(" %d", item);
    printf("\n");
    queue_free(deque);
}
