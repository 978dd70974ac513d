/* A stack without locks that is safe but for an order with five preemptions:
   three threads take a cell and give it back. After D. Vyukov's example. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

enum { CELLS = 3, ROUNDS = 2 };

static struct {
    int value;
    atomic_int next;
} cells[CELLS];
static atomic_int head, count = CELLS;

static int take(void)
{
    while (atomic_load(&count) > 1) {
        int first = atomic_load(&head);
        int next = atomic_exchange(&cells[first].next, -1);

        if (next >= 0) {
            if (atomic_compare_exchange_strong(&head, &first, next)) {
                atomic_fetch_sub(&count, 1);
                return first;
            }
            atomic_exchange(&cells[first].next, next);
        }
    }
    return -1;
}

static void give(int index)
{
    int first = atomic_load(&head);

    do
        atomic_store(&cells[index].next, first);
    while (!atomic_compare_exchange_strong(&head, &first, index));
    atomic_fetch_add(&count, 1);
}

static void *work(void *argument)
{
    int own = (int)(long)argument;

    for (int i = 0; i < ROUNDS; i++) {
        int index = take();

        if (index < 0)
            continue;
        cells[index].value = own;
        assert(cells[index].value == own);
        give(index);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[3];

    for (int i = 0; i < CELLS - 1; i++)
        atomic_init(&cells[i].next, i + 1);
    atomic_init(&cells[CELLS - 1].next, -1);
    for (long i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, work, (void *)i);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
