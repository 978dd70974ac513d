/* equivalence_queue.c - POSIX message queues. */
#include "case.h"

#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

static char name[64];
static char text[16];
static mqd_t queue;
static struct mq_attr small = {.mq_maxmsg = 2, .mq_msgsize = 8};

static void open_queue(int flags)
{
    queue = mq_open(name, O_CREAT | O_RDWR | flags, 0600, &small);
    NEED(queue != (mqd_t)-1);
}

static void close_queue(void)
{
    POSIX(mq_close(queue));
    POSIX(mq_unlink(name));
}

static void opened(void)
{
    struct mq_attr now = {0};

    POSIX(mq_open(name, O_RDWR));
    open_queue(0);
    POSIX(mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, NULL));
    POSIX(mq_getattr(queue, &now));
    SHOW(now.mq_maxmsg);
    SHOW(now.mq_msgsize);
    SHOW(now.mq_curmsgs);
    close_queue();
    POSIX(mq_unlink(name));
    POSIX(mq_close(queue));
    POSIX(mq_open("no-slash", O_CREAT | O_RDWR, 0600, NULL));
    POSIX(mq_open("/a/b", O_CREAT | O_RDWR, 0600, NULL));
    struct mq_attr bad = {.mq_maxmsg = -1, .mq_msgsize = 8};
    POSIX(mq_open(name, O_CREAT | O_RDWR, 0600, &bad));
    mqd_t usual = mq_open(name, O_CREAT | O_RDWR, 0600, NULL);
    SHOW(usual != (mqd_t)-1);
    POSIX(mq_close(usual));
    POSIX(mq_unlink(name));
}

static void in_order_of_priority(void)
{
    unsigned priority = 77;

    open_queue(0);
    POSIX(mq_send(queue, "low", 3, 1));
    POSIX(mq_send(queue, "high", 4, 9));
    POSIX(mq_receive(queue, text, sizeof text, &priority));
    SHOW(memcmp(text, "high", 4));
    SHOW(priority);
    POSIX(mq_receive(queue, text, sizeof text, NULL));
    POSIX(mq_send(queue, "", 0, 0));
    POSIX(mq_receive(queue, text, sizeof text, &priority));
    SHOW(priority);
    close_queue();
}

static void refused(void)
{
    open_queue(0);
    POSIX(mq_send(queue, "too long for it", 15, 0));
    POSIX(mq_send(queue, "x", 1, 40000));
    POSIX(mq_receive(queue, text, 4, NULL));
    POSIX(mq_send(-1, "x", 1, 0));
    POSIX(mq_receive(-1, text, sizeof text, NULL));
    POSIX(mq_send(0, "x", 1, 0));
    POSIX(mq_timedreceive(0, text, sizeof text, NULL, &past));
    POSIX(mq_close(-1));
    mqd_t reader = mq_open(name, O_RDONLY);
    POSIX(mq_send(reader, "x", 1, 0));
    mq_close(reader);
    mqd_t writer = mq_open(name, O_WRONLY);
    POSIX(mq_receive(writer, text, sizeof text, NULL));
    mq_close(writer);
    close_queue();
}

static void without_waiting(void)
{
    open_queue(O_NONBLOCK);
    POSIX(mq_receive(queue, text, sizeof text, NULL));
    POSIX(mq_send(queue, "1", 1, 0));
    POSIX(mq_send(queue, "2", 1, 0));
    POSIX(mq_send(queue, "3", 1, 0));
    close_queue();
}

static void timed(void)
{
    struct timespec until = soon(CLOCK_REALTIME, 5);

    open_queue(0);
    POSIX(mq_timedreceive(queue, text, sizeof text, NULL, &until));
    POSIX(mq_timedreceive(queue, text, sizeof text, NULL, &past));
    POSIX(mq_timedreceive(queue, text, sizeof text, NULL, &absurd));
    POSIX(mq_timedsend(queue, "1", 1, 0, &past));
    POSIX(mq_timedsend(queue, "2", 1, 0, &past));
    until = soon(CLOCK_REALTIME, 5);
    POSIX(mq_timedsend(queue, "3", 1, 0, &until));
    POSIX(mq_timedsend(queue, "3", 1, 0, &absurd));
    POSIX(mq_timedreceive(queue, text, sizeof text, NULL, &past));
    close_queue();
}

static void *take_two(void *taken)
{
    for (int i = 0; i < 6; i++)
        *(int *)taken += (int)mq_receive(queue, text, sizeof text, NULL);
    return NULL;
}

static void between_threads(void)
{
    pthread_t thread;
    int taken = 0;

    open_queue(0);
    NEED(pthread_create(&thread, NULL, take_two, &taken) == 0);
    for (int i = 0; i < 6; i++)
        POSIX(mq_send(queue, "ab", 2, 0));
    pthread_join(thread, NULL);
    SHOW(taken);
    close_queue();
}

static void send_from_here(void)
{
    mqd_t mine = mq_open(name, O_WRONLY);

    _exit(mine == (mqd_t)-1 || mq_send(mine, "there", 5, 3) != 0);
}

static void between_processes(void)
{
    unsigned priority = 0;

    open_queue(0);
    STATUS(in_child(send_from_here));
    POSIX(mq_receive(queue, text, sizeof text, &priority));
    SHOW(priority);
    close_queue();
}

static void on_alarm(int number)
{
    (void)number;
}

static void interrupted(void)
{
    struct sigaction action = {.sa_handler = on_alarm};
    struct itimerval often = {.it_value = {.tv_usec = 4000},
                              .it_interval = {.tv_usec = 4000}};

    open_queue(0);
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    POSIX(mq_receive(queue, text, sizeof text, NULL));
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
    close_queue();
}

static const struct one_case cases[] = {
    CASE(opened),
    CASE(in_order_of_priority),
    CASE(refused),
    CASE(without_waiting),
    CASE(timed),
    CASE(between_threads),
    CASE(between_processes),
    CASE(interrupted),
};

int main(int argc, char **argv)
{
    snprintf(name, sizeof name, "/equivalence-queue-%d", (int)getpid());
    return run_cases(cases, sizeof cases / sizeof *cases, argc, argv);
}
