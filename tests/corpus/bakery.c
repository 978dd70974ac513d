/* expect: ok
   Lamport's bakery for two. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#define N 2
static atomic_int choosing[N], number[N];
static int c;

static void *w(void *argument)
{
    int i = (int)(long)argument;
    choosing[i] = 1;
    int mx = 0;
    for (int j = 0; j < N; j++) {
        int v = number[j];
        if (v > mx)
            mx = v;
    }
    number[i] = mx + 1;
    choosing[i] = 0;
    for (int j = 0; j < N; j++) {
        while (choosing[j])
            ;
        while (number[j] != 0 &&
               (number[j] < number[i] || (number[j] == number[i] && j < i)))
            ;
    }
    c++;
    number[i] = 0;
    return argument;
}

int main(void)
{
    pthread_t t[N];
    for (long i = 0; i < N; i++)
        pthread_create(&t[i], NULL, w, (void *)i);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    assert(c == N);
    return 0;
}
