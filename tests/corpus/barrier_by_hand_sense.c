/* expect: ok
   A barrier of atomics that turns its sense. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int count = 2, sense;
static int x[2];

static void bar(int *my)
{
    *my = !*my;
    if (atomic_fetch_sub(&count, 1) == 1) {
        count = 2;
        sense = *my;
    } else
        while (sense != *my)
            ;
}

static void *w(void *argument)
{
    int i = (int)(long)argument, s = 0;
    x[i] = 1;
    bar(&s);
    assert(x[!i] == 1);
    bar(&s);
    x[i] = 2;
    bar(&s);
    assert(x[!i] == 2);
    return argument;
}

int main(void)
{
    pthread_t t[2];
    for (long i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, w, (void *)i);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
