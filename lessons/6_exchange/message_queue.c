/* message_queue.c - can what is urgent pass what is not?

   Watch: how many messages are in the queue when main receives; the alarm is
   sent last.
   Compare with: pipe.c, whose order nobody can change. */
#include "../must.h"

#include <fcntl.h>
#include <mqueue.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MESSAGES = 3, ROOM = 16, ORDINARY = 1, URGENT = 9 };

static mqd_t queue;

static void post(const char *text, unsigned priority)
{
    MUST_NOT_BE_NEGATIVE(
        mq_send(queue, text, strlen(text) + 1, priority)); /* @send */
}

static void child(void)
{
    post("note 1", ORDINARY);
    post("note 2", ORDINARY);
    post("alarm", URGENT); /* @alarm */
    exit(0);
}

int main(void)
{
    struct mq_attr form = {.mq_maxmsg = MESSAGES, .mq_msgsize = ROOM};
    const char *notes = "in order";
    char name[40], text[ROOM];
    int alarm_at = 0, note = 0, number = getpid();
    pid_t pid;

    do { /* Until the name is nobody else's. */
        snprintf(name, sizeof name, "/notes-%d", number++);
        queue =
            mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &form); /* @open */
    } while (queue < 0 && errno == EEXIST);
    MUST_NOT_BE_NEGATIVE(queue);
    MUST_NOT_BE_NEGATIVE(mq_unlink(name)); /* @unlink */
    MUST_NOT_BE_NEGATIVE(pid = fork());
    if (pid == 0)
        child();
    for (int i = 1; i <= MESSAGES; i++) {
        unsigned priority;

        MUST_NOT_BE_NEGATIVE(
            mq_receive(queue, text, sizeof text, &priority)); /* @receive */
        printf("%d. %s, priority %u\n", i, text, priority);
        if (priority == URGENT)
            alarm_at = i;
        else if (text[5] - '0' != ++note)
            notes = "out of order";
    }
    MUST_NOT_BE_NEGATIVE(waitpid(pid, NULL, 0));
    printf("the alarm came as number %d, the notes %s\n", alarm_at, notes);
    return 0;
}
