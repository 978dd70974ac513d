/* expect: ok
   main ends by pthread_exit, and what it has on its stack lasts: the threads
   work on it. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct share {
    int value;
};

static void *work(void *argument)
{
    struct share *share = argument;

    share->value++;
    assert(share->value == 1);
    return NULL;
}

static void start(struct share *share)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, share);
    pthread_detach(thread);
}

int main(int argc, char **argv)
{
    struct share shares[argc + 1];

    (void)argv;
    for (int i = 0; i <= argc; i++)
        shares[i] = (struct share){0};
    for (int i = 0; i <= argc; i++)
        start(&shares[i]);
    pthread_exit(NULL);
}
