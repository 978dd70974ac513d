/* equivalence_cancel.c - a thread cancelled inside each call that may wait,
   or about to enter one: its cleanups run, and nothing it had is kept. */
#include "case.h"

#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/socket.h>

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static sem_t empty;
static sem_t inside; /* Posted just before the call that waits. */
static int ends[2];
static int friends[2];
static mqd_t queue;
static int cleaned;

static void clean(void *held)
{
    cleaned++;
    if (held)
        pthread_mutex_unlock(held);
}

static void wait_condition(void)
{
    pthread_mutex_lock(&door);
    pthread_cleanup_push(clean, &door);
    for (;;)
        pthread_cond_wait(&changed, &door);
    pthread_cleanup_pop(1);
}

static void wait_condition_timed(void)
{
    struct timespec until = soon(CLOCK_REALTIME, 20000);

    pthread_mutex_lock(&door);
    pthread_cleanup_push(clean, &door);
    pthread_cond_timedwait(&changed, &door, &until);
    pthread_cleanup_pop(1);
}

static void wait_semaphore(void)
{
    sem_wait(&empty);
}

static void wait_semaphore_timed(void)
{
    struct timespec until = soon(CLOCK_REALTIME, 20000);

    sem_timedwait(&empty, &until);
}

static void read_pipe(void)
{
    char byte;

    NEED(read(ends[0], &byte, 1) < 0);
}

static void receive(void)
{
    char byte;

    recv(friends[0], &byte, 1, 0);
}

static void receive_message(void)
{
    char message[16];

    mq_receive(queue, message, sizeof message, NULL);
}

static void wait_poll(void)
{
    struct pollfd wanted = {.fd = ends[0], .events = POLLIN};

    poll(&wanted, 1, -1);
}

static void wait_select(void)
{
    fd_set wanted;

    FD_ZERO(&wanted);
    FD_SET(ends[0], &wanted);
    select(ends[0] + 1, &wanted, NULL, NULL, NULL);
}

static void sleep_long(void)
{
    sleep(20);
}

static void nanosleep_long(void)
{
    nanosleep(&(struct timespec){.tv_sec = 20}, NULL);
}

static void clock_nanosleep_long(void)
{
    clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){.tv_sec = 20}, NULL);
}

static void wait_pause(void)
{
    pause();
}

static void wait_signal(void)
{
    sigset_t set;
    int number;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigwait(&set, &number);
}

static void *stay(void *nothing)
{
    poll(NULL, 0, -1);
    return nothing;
}

static void join_another(void)
{
    static pthread_t other;

    pthread_create(&other, NULL, stay, NULL);
    pthread_join(other, NULL);
}

static pid_t child;

static void wait_child(void)
{
    child = fork();
    if (child == 0) {
        pause();
        _exit(1);
    }
    waitpid(child, NULL, 0);
}

static void (*call)(void);

static void *be_cancelled(void *nothing)
{
    pthread_cleanup_push(clean, NULL);
    sem_post(&inside);
    call();
    pthread_cleanup_pop(0);
    return nothing;
}

/* Cancelled on its way into the call, or in it: the end is the same. */
static void in(void (*what)(void))
{
    pthread_t thread;
    void *result = NULL;

    call = what;
    cleaned = 0;
    NEED(pthread_create(&thread, NULL, be_cancelled, NULL) == 0);
    sem_wait(&inside);
    usleep(2000);
    NUMBER(pthread_cancel(thread));
    NUMBER(pthread_join(thread, &result));
    SHOW(result == PTHREAD_CANCELED);
    SHOW(cleaned);
}

#define IN(name)                                                               \
    static void in_##name(void)                                                \
    {                                                                          \
        in(name);                                                              \
    }

IN(wait_semaphore)
IN(wait_semaphore_timed)
IN(read_pipe)
IN(receive)
IN(receive_message)
IN(wait_poll)
IN(wait_select)
IN(sleep_long)
IN(nanosleep_long)
IN(clock_nanosleep_long)
IN(wait_pause)
IN(wait_signal)
IN(join_another)

static void in_wait_condition(void)
{
    in(wait_condition);
    NUMBER(pthread_mutex_trylock(&door));
    NUMBER(pthread_mutex_unlock(&door));
}

static void in_wait_condition_timed(void)
{
    in(wait_condition_timed);
    NUMBER(pthread_mutex_trylock(&door));
    NUMBER(pthread_mutex_unlock(&door));
}

static void in_wait_child(void)
{
    in(wait_child);
    POSIX(kill(child, SIGTERM));
    POSIX(wait(NULL) > 0);
}

/* ---- Asked to end before the call, which would not wait. ---- */

static void take_what_is_there(void)
{
    sem_wait(&empty);
}

static void take_what_is_there_timed(void)
{
    sem_timedwait(&empty, &(struct timespec){.tv_sec = 4000000000});
}

static void read_what_is_there(void)
{
    read_pipe();
}

static void lock_it(void)
{
    pthread_mutex_lock(&door);
    pthread_mutex_unlock(&door);
}

static void write_some(void)
{
    NEED(write(ends[1], "x", 1) >= 0);
}

static void test_for_it(void)
{
    pthread_testcancel();
}

static int went_on;

static void *cancel_oneself(void *nothing)
{
    pthread_cleanup_push(clean, NULL);
    pthread_cancel(pthread_self());
    call();
    went_on = 1;
    pthread_cleanup_pop(0);
    return nothing;
}

static void before(void (*what)(void))
{
    pthread_t thread;
    void *result = NULL;

    call = what;
    cleaned = went_on = 0;
    NEED(pthread_create(&thread, NULL, cancel_oneself, NULL) == 0);
    NUMBER(pthread_join(thread, &result));
    SHOW(result == PTHREAD_CANCELED);
    SHOW(cleaned);
    SHOW(went_on);
}

static void before_sem_wait(void)
{
    int left = -1;

    sem_post(&empty);
    before(take_what_is_there);
    sem_getvalue(&empty, &left);
    SHOW(left);
    before(take_what_is_there_timed);
    sem_getvalue(&empty, &left);
    SHOW(left);
    POSIX(sem_trywait(&empty));
}

static void before_read(void)
{
    char byte;

    NEED(write(ends[1], "x", 1) == 1);
    before(read_what_is_there);
    POSIX(read(ends[0], &byte, 1));
}

static void before_write(void)
{
    before(write_some);
}

static void before_a_lock(void)
{
    before(lock_it);
}

static void before_a_test(void)
{
    before(test_for_it);
}

/* ---- Not at all, and at any moment. ---- */

static void *not_now(void *nothing)
{
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    pthread_cancel(pthread_self());
    sem_wait(&empty);
    usleep(100);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    cleaned = 7;
    pthread_testcancel();
    return nothing;
}

static void disabled(void)
{
    pthread_t thread;
    void *result = NULL;

    cleaned = 0;
    sem_post(&empty);
    NEED(pthread_create(&thread, NULL, not_now, NULL) == 0);
    NUMBER(pthread_join(thread, &result));
    SHOW(result == PTHREAD_CANCELED);
    SHOW(cleaned);
}

static volatile unsigned long turns;

static void *spin(void *nothing)
{
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    sem_post(&inside);
    for (;;)
        turns++;
    return nothing;
}

static void at_any_moment(void)
{
    pthread_t thread;
    void *result = NULL;

    NEED(pthread_create(&thread, NULL, spin, NULL) == 0);
    sem_wait(&inside);
    NUMBER(pthread_cancel(thread));
    NUMBER(pthread_join(thread, &result));
    SHOW(result == PTHREAD_CANCELED);
}

static void the_whole_process(void)
{
    pthread_cancel(pthread_self());
    pthread_testcancel();
}

static void the_only_thread(void)
{
    STATUS(in_child(the_whole_process));
}

static const struct one_case cases[] = {
    CASE(in_wait_condition),  CASE(in_wait_condition_timed),
    CASE(in_wait_semaphore),  CASE(in_wait_semaphore_timed),
    CASE(in_read_pipe),       CASE(in_receive),
    CASE(in_receive_message), CASE(in_wait_poll),
    CASE(in_wait_select),     CASE(in_sleep_long),
    CASE(in_nanosleep_long),  CASE(in_clock_nanosleep_long),
    CASE(in_wait_pause),      CASE(in_wait_signal),
    CASE(in_join_another),    CASE(in_wait_child),
    CASE(before_sem_wait),    CASE(before_read),
    CASE(before_write),       CASE(before_a_lock),
    CASE(before_a_test),      CASE(disabled),
    CASE(at_any_moment),      CASE(the_only_thread),
};

int main(int argc, char **argv)
{
    struct mq_attr small = {.mq_maxmsg = 2, .mq_msgsize = 16};
    char name[64];

    snprintf(name, sizeof name, "/equivalence-cancel-%d", (int)getpid());
    queue = mq_open(name, O_CREAT | O_RDWR, 0600, &small);
    NEED(queue != (mqd_t)-1);
    mq_unlink(name);
    NEED(pipe(ends) == 0);
    NEED(socketpair(AF_UNIX, SOCK_STREAM, 0, friends) == 0);
    sem_init(&empty, 0, 0);
    sem_init(&inside, 0, 0);
    return run_cases(cases, sizeof cases / sizeof *cases, argc, argv);
}
