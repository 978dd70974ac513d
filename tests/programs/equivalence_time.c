/* equivalence_time.c - sleeping: how long, how far, and who may wake. */
#include "case.h"

#include <sched.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/time.h>
#include <threads.h>

static long since(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - start->tv_sec) * 1000 +
           (now.tv_nsec - start->tv_nsec) / 1000000;
}

static const struct timespec short_one = {.tv_nsec = 3000000};
static const struct timespec backwards = {.tv_sec = -1};

static void lasts_as_long_as_asked(void)
{
    struct timespec start = soon(CLOCK_MONOTONIC, 0);

    POSIX(nanosleep(&short_one, NULL));
    SHOW(since(&start) >= 3);
    POSIX(usleep(2000));
    SHOW(since(&start) >= 5);
    NUMBER(clock_nanosleep(CLOCK_MONOTONIC, 0, &short_one, NULL));
    SHOW(since(&start) >= 8);
    POSIX(thrd_sleep(&short_one, NULL));
    SHOW(since(&start) >= 11);
}

static void until_a_time(void)
{
    struct timespec start = soon(CLOCK_MONOTONIC, 0);
    struct timespec until = soon(CLOCK_MONOTONIC, 4);

    NUMBER(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL));
    SHOW(since(&start) >= 4);
    NUMBER(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL));
    NUMBER(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &past, NULL));
}

static void not_at_all(void)
{
    POSIX(sleep(0));
    POSIX(usleep(0));
    POSIX(nanosleep(&(struct timespec){0}, NULL));
    NUMBER(clock_nanosleep(CLOCK_REALTIME, 0, &(struct timespec){0}, NULL));
}

static const struct timespec *volatile no_time;

static void refused(void)
{
    struct timespec left = {.tv_sec = 77};

    POSIX(nanosleep(&absurd, &left));
    POSIX(nanosleep(&backwards, &left));
    POSIX(nanosleep(no_time, &left));
    NUMBER(clock_nanosleep(CLOCK_MONOTONIC, 0, &absurd, &left));
    NUMBER(clock_nanosleep((clockid_t)77, 0, &short_one, &left));
    NUMBER(clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &short_one, &left));
    POSIX(thrd_sleep(&absurd, &left));
    SHOW(left.tv_sec);
}

static void on_alarm(int number)
{
    (void)number;
}

static void ring(int ms)
{
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    struct itimerval often = {.it_value = {.tv_usec = ms * 1000},
                              .it_interval = {.tv_usec = ms * 1000}};

    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
}

static void interrupted(void)
{
    struct timespec long_one = {.tv_sec = 20};
    struct timespec left = {0};

    ring(4);
    POSIX(sleep(20));
    POSIX(usleep(999999));
    POSIX(nanosleep(&long_one, &left));
    SHOW(left.tv_sec);
    POSIX(nanosleep(&long_one, NULL));
    left.tv_sec = 0;
    NUMBER(clock_nanosleep(CLOCK_MONOTONIC, 0, &long_one, &left));
    SHOW(left.tv_sec);
    POSIX(thrd_sleep(&long_one, &left));
    SHOW(left.tv_sec);
    ring(0);
}

/* What the clocks say is as it goes; that they go, and that they refuse, is
   told. */
static void clocks(void)
{
    struct timeval now = {0};
    struct timespec wide = {0};
    time_t seconds = 0;
    unsigned char noise[300];

    SHOW(time(&seconds) == seconds);
    SHOW(seconds >= 1000000000);
    POSIX(gettimeofday(&now, NULL));
    SHOW(now.tv_sec >= seconds && now.tv_sec < seconds + 20);
    POSIX(timespec_get(&wide, TIME_UTC));
    SHOW(wide.tv_sec >= seconds && wide.tv_sec < seconds + 20);
    POSIX(timespec_get(&wide, 77));
    SHOW(clock() >= 0);
    POSIX(getrandom(noise, 4, 0));
    POSIX(getrandom(noise, 4, 0xff00));
    POSIX(getentropy(noise, 4));
    POSIX(getentropy(noise, 257));
    SHOW(gettid() == getpid());
}

/* What is drawn is the same after the same seed. */
static void draws(void)
{
    srand(7);
    SHOW(rand());
    SHOW(rand());
    srand(7);
    SHOW(rand());
    srandom(42);
    SHOW(random());
    SHOW(random());
    srandom(42);
    SHOW(random());
}

static void yields(void)
{
    POSIX(sched_yield());
    thrd_yield();
}

static const struct one_case cases[] = {
    CASE(lasts_as_long_as_asked),
    CASE(until_a_time),
    CASE(not_at_all),
    CASE(refused),
    CASE(interrupted),
    CASE(yields),
    CASE(clocks),
    CASE(draws),
};
CASES_MAIN(cases)
