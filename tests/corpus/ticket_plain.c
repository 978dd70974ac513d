/* expect: data-race livelock assertion
   A ticket lock of plain variables. */
#include <assert.h>
#include <pthread.h>

static volatile int next, serving;
static int c;

static void *w(void *argument)
{
    int my = next++;
    while (serving != my)
        ;
    c++;
    serving++;
    return argument;
}

int main(void)
{
    pthread_t t, u;
    pthread_create(&t, NULL, w, NULL);
    pthread_create(&u, NULL, w, NULL);
    pthread_join(t, NULL);
    pthread_join(u, NULL);
    assert(c == 2);
    return 0;
}
