/* expect: ok
   A message is received after it was sent. */
#include <assert.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>

static int data;
static mqd_t q;

static void *w(void *argument)
{
    data = 5;
    mq_send(q, "x", 1, 0);
    return argument;
}

int main(void)
{
    struct mq_attr at = {.mq_maxmsg = 2, .mq_msgsize = 8};
    char b[8];
    q = mq_open("/adv_mq2", O_CREAT | O_RDWR, 0600, &at);
    mq_unlink("/adv_mq2");
    pthread_t t;
    pthread_create(&t, NULL, w, NULL);
    mq_receive(q, b, 8, 0);
    assert(data == 5);
    pthread_join(t, NULL);
    mq_close(q);
    return 0;
}
