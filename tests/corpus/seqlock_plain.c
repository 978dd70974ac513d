/* expect: data-race
   A sequence lock over plain data: the reader's look at them is a race, even
   though it throws away what it saw. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint sequence;
static int data;

static void *write_it(void *argument)
{
    atomic_fetch_add(&sequence, 1);
    data = 1;
    atomic_fetch_add(&sequence, 1);
    return argument;
}

int main(void)
{
    pthread_t thread;
    unsigned before;
    int copy;

    pthread_create(&thread, NULL, write_it, NULL);
    do {
        before = atomic_load(&sequence);
        copy = data;
    } while (before % 2 || before != atomic_load(&sequence));
    pthread_join(thread, NULL);
    return copy > 1;
}
