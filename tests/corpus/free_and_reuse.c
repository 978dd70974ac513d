/* expect: ok
   Freed memory comes back to another thread: no race with its former life. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static void *work(void *argument)
{
    int *mine = malloc(sizeof *mine);

    if (!mine)
        return argument;
    *mine = 1;
    assert(++*mine == 2);
    free(mine);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, work, NULL);
    pthread_create(&threads[1], NULL, work, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
