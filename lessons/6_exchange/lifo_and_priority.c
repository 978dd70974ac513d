/* lifo_and_priority.c - what comes out first, and is it still there?

   Watch: three queues are given 2, 3, 1. Then two threads each look whether
   there is an item, and take it.
   Compare with: queue.c, check_then_act.c */
#include "../must.h"
#include "parallel/lifo_queue.h"
#include "parallel/priority_queue.h"
#include "parallel/queue.h"
#include "parallel/thread.h"

enum { ITEMS = 3, TAKERS = 2 };

static struct queue *last;

static int smaller_first(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

static void show_order(const char *name, struct queue *queue)
{
    static const int items[ITEMS] = {2, 3, 1};
    int item;

    for (int i = 0; i < ITEMS; i++)
        MUST(queue_put(queue, &items[i], FOREVER));
    printf("%s", name);
    for (int i = 0; i < ITEMS; i++) {
        MUST(queue_get(queue, &item, FOREVER)); /* @order */
        printf(" %d", item);
    }
    printf("; ");
    queue_free(queue);
}

/* Each call is safe. The two together are not. */
static void take(void *late)
{
    int item;

    if (queue_size(last) > 0)                          /* @look */
        *(int *)late = queue_get(last, &item, 0) != 0; /* @take */
}

int main(void)
{
    struct queue *fifo, *lifo, *priority;
    struct thread takers[TAKERS];
    int late[TAKERS] = {0}, item = 7;

    MUST(queue_new(&fifo, ITEMS, sizeof(int), BETWEEN_THREADS));
    MUST(lifo_queue_new(&lifo, ITEMS, sizeof(int), BETWEEN_THREADS));
    MUST(priority_queue_new(&priority, ITEMS, sizeof(int), smaller_first,
                            BETWEEN_THREADS)); /* @compare */
    show_order("fifo", fifo);
    show_order("lifo", lifo);
    show_order("priority", priority);
    MUST(lifo_queue_new(&last, ITEMS, sizeof(int), BETWEEN_THREADS));
    MUST(queue_put(last, &item, FOREVER)); /* @one */
    for (int i = 0; i < TAKERS; i++)
        MUST(thread_start(&takers[i], "taker", take, &late[i]));
    for (int i = 0; i < TAKERS; i++)
        MUST(thread_join(&takers[i], FOREVER));
    printf("%d saw an item and came too late\n", late[0] + late[1]);
    queue_free(last);
    return 0;
}
