/* priority_queue.c - the most urgent first, whoever came first.
   Prints:
       1 heart
       5 knee
       9 cold */
#include "parallel/priority_queue.h"

#include <stdio.h>

struct patient {
    int urgency; /* 1 is the most urgent. */
    const char *what;
};

static int by_urgency(const void *a, const void *b)
{
    const struct patient *x = a, *y = b;

    return x->urgency - y->urgency;
}

int main(void)
{
    struct patient patients[] = {{5, "knee"}, {9, "cold"}, {1, "heart"}};
    struct patient next;
    struct queue *waiting;

    if (priority_queue_new(&waiting, 10, sizeof next, by_urgency,
                           BETWEEN_THREADS))
        return 1;
    for (int i = 0; i < 3; i++)
        queue_put(waiting, &patients[i], FOREVER);
    while (queue_get(waiting, &next, 0) == 0)
        printf("%d %s\n", next.urgency, next.what);
    queue_free(waiting);
}
