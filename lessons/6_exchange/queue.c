/* queue.c - who gets which item when many take from one queue?

   Watch: producers wait when both places are taken, consumers when none is;
   each item goes to exactly one.
   Compare with: pipe.c, which has two ends and no items. */
#include "parallel/queue.h"
#include "../must.h"
#include "parallel/thread.h"

#include <stdbool.h>

enum { PLACES = 1, PRODUCERS = 2, CONSUMERS = 2, EACH = 1 };
enum { ITEMS = PRODUCERS * EACH };

static struct queue *queue;
static int got[CONSUMERS]; /* How many; each written by one consumer. */
static int times[ITEMS];   /* Each item was got; written by who got it. */

static void produce(void *first)
{
    int item = *(int *)first;

    for (int last = item + EACH; item < last; item++)
        MUST(queue_put(queue, &item, FOREVER)); /* @put */
}

static void consume(void *mine)
{
    int item;

    while (queue_get(queue, &item, FOREVER) == 0) { /* @get */
        times[item]++;
        ++*(int *)mine;
    }
}

int main(void)
{
    struct thread producers[PRODUCERS], consumers[CONSUMERS];
    int first[PRODUCERS];
    bool once = true;

    MUST(queue_new(&queue, PLACES, sizeof(int), BETWEEN_THREADS)); /* @new */
    for (int i = 0; i < CONSUMERS; i++)
        MUST(thread_start(&consumers[i], "consumer", consume, &got[i]));
    for (int i = 0; i < PRODUCERS; i++) {
        first[i] = i * EACH;
        MUST(thread_start(&producers[i], "producer", produce, &first[i]));
    }
    for (int i = 0; i < PRODUCERS; i++)
        MUST(thread_join(&producers[i], FOREVER));
    queue_close(queue); /* @close */
    for (int i = 0; i < CONSUMERS; i++)
        MUST(thread_join(&consumers[i], FOREVER));
    for (int i = 0; i < ITEMS; i++)
        once = once && times[i] == 1;
    int most = got[0] > got[1] ? got[0] : got[1];
    printf("%s; the consumers got %d and %d\n",
           once ? "each item once" : "an item was lost or got twice", most,
           ITEMS - most);
    queue_free(queue);
    return 0;
}
