/* expect: ok
   What comes out of a pipe was put in before. */
#include <assert.h>
#include <pthread.h>
#include <unistd.h>

static int p[2], data;

static void *w(void *argument)
{
    data = 5;
    write(p[1], "x", 1);
    return argument;
}

int main(void)
{
    char c;
    pthread_t t;
    pipe(p);
    pthread_create(&t, NULL, w, NULL);
    read(p[0], &c, 1);
    assert(data == 5);
    pthread_join(t, NULL);
    return 0;
}
