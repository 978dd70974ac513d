/* expect: data-race
   Neighbouring bit-fields are the same memory. */
#include <pthread.h>

static struct {
    unsigned one : 1;
    unsigned other : 1;
} bits;

static void *one(void *argument)
{
    bits.one = 1;
    return argument;
}

static void *other(void *argument)
{
    bits.other = 1;
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, one, NULL);
    pthread_create(&threads[1], NULL, other, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
