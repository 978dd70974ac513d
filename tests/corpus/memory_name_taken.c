/* expect: ok
   A name is taken only if nobody has it, and given back. */
#include <assert.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <stdlib.h>

static int turns;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void *turn(void *argument)
{
    pthread_mutex_lock(&m);
    turns++;
    pthread_mutex_unlock(&m);
    return argument;
}

int main(void)
{
    pthread_t t[2];
    mqd_t queue = mq_open("/corpus_taken", O_CREAT | O_EXCL, 0600, NULL);

    if (queue == (mqd_t)-1)
        exit(1);
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, turn, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    assert(turns == 2);
    mq_close(queue);
    mq_unlink("/corpus_taken");
    return 0;
}
