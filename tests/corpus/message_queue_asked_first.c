/* expect: ok
   main asks before it waits for the answer. */
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>

static mqd_t asked, answered;

static mqd_t make(const char *name)
{
    struct mq_attr few = {.mq_maxmsg = 2, .mq_msgsize = 8};
    mqd_t queue = mq_open(name, O_CREAT | O_RDWR, 0600, &few);

    mq_unlink(name);
    return queue;
}

static void *serve(void *argument)
{
    char text[8];

    mq_receive(asked, text, sizeof text, NULL);
    mq_send(answered, "yes", 4, 0);
    return argument;
}

int main(void)
{
    char text[8];
    pthread_t thread;

    asked = make("/interleave-corpus-asked");
    answered = make("/interleave-corpus-answered");
    pthread_create(&thread, NULL, serve, NULL);
    mq_send(asked, "all?", 5, 0);
    mq_receive(answered, text, sizeof text, NULL);
    pthread_join(thread, NULL);
    return 0;
}
