/* equivalence_semaphore.c - semaphores, unnamed and named. */
#include "case.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>

static sem_t semaphore;

#define VALUE(which)                                                           \
    do {                                                                       \
        int value = -1;                                                        \
        NEED(sem_getvalue(which, &value) == 0);                                \
        SHOW(value);                                                           \
    } while (0)

static void counts(void)
{
    POSIX(sem_init(&semaphore, 0, 2));
    VALUE(&semaphore);
    POSIX(sem_wait(&semaphore));
    POSIX(sem_trywait(&semaphore));
    POSIX(sem_trywait(&semaphore));
    VALUE(&semaphore);
    POSIX(sem_post(&semaphore));
    VALUE(&semaphore);
    POSIX(sem_timedwait(&semaphore, &past));
    POSIX(sem_destroy(&semaphore));
}

static void refused_values(void)
{
    POSIX(sem_init(&semaphore, 0, (unsigned)SEM_VALUE_MAX + 1));
    POSIX(sem_init(&semaphore, 0, SEM_VALUE_MAX));
    POSIX(sem_post(&semaphore));
    VALUE(&semaphore);
}

static void timed(void)
{
    struct timespec until = soon(CLOCK_REALTIME, 5);

    POSIX(sem_init(&semaphore, 0, 0));
    POSIX(sem_timedwait(&semaphore, &until));
    POSIX(sem_timedwait(&semaphore, &past));
    POSIX(sem_timedwait(&semaphore, &absurd));
    until = soon(CLOCK_MONOTONIC, 5);
    POSIX(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &until));
    POSIX(sem_clockwait(&semaphore, CLOCK_REALTIME, &past));
    POSIX(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &absurd));
    POSIX(sem_clockwait(&semaphore, (clockid_t)77, &past));
}

/* The time is looked at, even where nobody must wait. */
static void timed_though_there_is_one(void)
{
    POSIX(sem_init(&semaphore, 0, 9));
    POSIX(sem_timedwait(&semaphore, &past));
    POSIX(sem_timedwait(&semaphore, &absurd));
    POSIX(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &past));
    POSIX(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &absurd));
    POSIX(sem_clockwait(&semaphore, (clockid_t)77, &past));
    POSIX(sem_clockwait(&semaphore, CLOCK_THREAD_CPUTIME_ID, &past));
    VALUE(&semaphore);
}

static volatile sig_atomic_t rings;

static void on_ring(int number)
{
    (void)number;
    rings++;
}

/* Rings each few milliseconds until told not to, so that no ring that comes
   too early is missed. */
static void ring(int ms, int flags)
{
    struct sigaction action = {.sa_handler = on_ring, .sa_flags = flags};
    struct itimerval timer = {.it_interval = {.tv_usec = ms * 1000},
                              .it_value = {.tv_usec = ms * 1000}};

    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void interrupted(void)
{
    struct timespec until = soon(CLOCK_REALTIME, 20000);

    POSIX(sem_init(&semaphore, 0, 0));
    ring(4, 0);
    POSIX(sem_wait(&semaphore));
    POSIX(sem_timedwait(&semaphore, &until));
    ring(0, 0);
    SHOW(rings > 0);
}

static void on_ring_post(int number)
{
    (void)number;
    sem_post(&semaphore);
}

/* A handler may post: the wait begins anew, and finds it. */
static void posted_by_a_handler(void)
{
    struct sigaction action = {.sa_handler = on_ring_post,
                               .sa_flags = SA_RESTART};
    struct itimerval timer = {.it_value = {.tv_usec = 4000}};

    POSIX(sem_init(&semaphore, 0, 0));
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
    POSIX(sem_wait(&semaphore));
    VALUE(&semaphore);
}

static sem_t turns[2];
static int rallies;

static void *play(void *which)
{
    int me = which != NULL;

    for (int i = 0; i < 50; i++) {
        sem_wait(&turns[me]);
        rallies++;
        sem_post(&turns[!me]);
    }
    return NULL;
}

static void taken_in_turns(void)
{
    pthread_t other;

    POSIX(sem_init(&turns[0], 0, 1));
    POSIX(sem_init(&turns[1], 0, 0));
    NEED(pthread_create(&other, NULL, play, turns) == 0);
    play(NULL);
    pthread_join(other, NULL);
    SHOW(rallies);
    VALUE(&turns[0]);
}

static sem_t *between;

static void post_it(void)
{
    sem_post(between);
}

static void between_processes(void)
{
    between = mmap(NULL, sizeof *between, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    NEED(between != MAP_FAILED);
    POSIX(sem_init(between, 1, 0));
    STATUS(in_child(post_it));
    POSIX(sem_wait(between));
    VALUE(between);
    POSIX(sem_destroy(between));
    munmap(between, sizeof *between);
}

static char name[64];

static void named(void)
{
    sem_t *first;
    sem_t *second;

    first = sem_open(name, O_CREAT | O_EXCL, 0600, 1);
    SHOW(first != SEM_FAILED);
    POSIX(sem_open(name, O_CREAT | O_EXCL, 0600, 1) == SEM_FAILED);
    second = sem_open(name, 0);
    SHOW(first == second);
    POSIX(sem_wait(first));
    POSIX(sem_trywait(second));
    POSIX(sem_close(second));
    POSIX(sem_post(first));
    POSIX(sem_wait(first));
    POSIX(sem_close(first));
    POSIX(sem_unlink(name));
    POSIX(sem_unlink(name));
    POSIX(sem_open(name, 0) == SEM_FAILED);
}

static void refused_names(void)
{
    POSIX(sem_open("/", O_CREAT, 0600, 1) == SEM_FAILED);
    POSIX(sem_open("/a/b", O_CREAT, 0600, 1) == SEM_FAILED);
    POSIX(sem_open(name, O_CREAT, 0600, (unsigned)SEM_VALUE_MAX + 1) ==
          SEM_FAILED);
    POSIX(sem_unlink("/a/b"));
    POSIX(sem_close(&semaphore));
}

static void open_and_post(void)
{
    sem_t *mine = sem_open(name, 0);

    _exit(mine == SEM_FAILED || sem_post(mine) != 0 || sem_close(mine) != 0);
}

static void named_between_processes(void)
{
    sem_t *mine = sem_open(name, O_CREAT, 0600, 0);

    SHOW(mine != SEM_FAILED);
    STATUS(in_child(open_and_post));
    POSIX(sem_wait(mine));
    POSIX(sem_close(mine));
    POSIX(sem_unlink(name));
}

static const struct one_case cases[] = {
    CASE(counts),
    CASE(refused_values),
    CASE(timed),
    CASE(timed_though_there_is_one),
    CASE(interrupted),
    CASE(posted_by_a_handler),
    CASE(taken_in_turns),
    CASE(between_processes),
    CASE(named),
    CASE(refused_names),
    CASE(named_between_processes),
};

int main(int argc, char **argv)
{
    snprintf(name, sizeof name, "/equivalence-semaphore-%d", (int)getpid());
    return run_cases(cases, sizeof cases / sizeof *cases, argc, argv);
}
