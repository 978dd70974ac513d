/* expect: data-race
   Two strike out the same number; both write a one. */
#include <assert.h>
#include <pthread.h>

static char composite[40];

static void *strike(void *argument)
{
    long p = (long)argument;
    for (long k = p * p; k < 40; k += p)
        composite[k] = 1;
    return argument;
}

int main(void)
{
    pthread_t t[3];
    long ps[] = {2, 3, 5};
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, strike, (void *)ps[i]);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    int n = 0;
    for (int i = 2; i < 40; i++)
        n += !composite[i];
    assert(n == 12);
    return 0;
}
