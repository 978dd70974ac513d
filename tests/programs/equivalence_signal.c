/* equivalence_signal.c - signals: sent, handled, waited for. */
#include "case.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/time.h>

static volatile sig_atomic_t seen;
static volatile sig_atomic_t sender_known;
static volatile sig_atomic_t context_known;

static void on_signal(int number)
{
    seen = seen * 100 + number;
}

static void on_signal_with_all(int number, siginfo_t *about, void *context)
{
    seen = number;
    sender_known = about->si_pid == getpid() && about->si_signo == number;
    context_known = context != NULL;
    errno = EDOM; /* Ours to spoil: who is interrupted sees it. */
}

static void handle(int number, int flags)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = flags};

    seen = 0;
    POSIX(sigaction(number, &action, NULL));
}

static void raised(void)
{
    handle(SIGUSR1, 0);
    POSIX(raise(SIGUSR1));
    SHOW(seen);
    POSIX(kill(getpid(), SIGUSR1));
    SHOW(seen);
    NUMBER(pthread_kill(pthread_self(), SIGUSR1));
    SHOW(seen);
    POSIX(raise(0));
    POSIX(raise(200));
    POSIX(raise(-1));
}

static void with_all_that_is_known(void)
{
    struct sigaction action = {.sa_sigaction = on_signal_with_all,
                               .sa_flags = SA_SIGINFO};

    POSIX(sigaction(SIGUSR2, &action, NULL));
    POSIX(kill(getpid(), SIGUSR2));
    SHOW(seen);
    SHOW(sender_known);
    SHOW(context_known);
}

static void send_refused(void)
{
    POSIX(kill(getpid(), 0));
    POSIX(kill(getpid(), 200));
    POSIX(kill(0x3fffffff, SIGUSR1));
    POSIX(killpg(0x3fffffff, SIGUSR1));
    POSIX(killpg(getpgrp(), 0));
    POSIX(killpg(-1, 0));
    NUMBER(pthread_kill(pthread_self(), 0));
    NUMBER(pthread_kill(pthread_self(), 200));
}

/* What a handler was is told, as the program set it. */
static void told_of_the_old_one(void)
{
    struct sigaction action = {.sa_handler = on_signal,
                               .sa_flags = SA_RESTART | SA_NODEFER};
    struct sigaction old;

    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGINT);
    signal(SIGUSR1, SIG_DFL);
    POSIX(sigaction(SIGUSR1, &action, &old));
    SHOW(old.sa_handler == SIG_DFL);
    POSIX(sigaction(SIGUSR1, NULL, &old));
    SHOW(old.sa_handler == on_signal);
    SHOW(old.sa_flags & (SA_RESTART | SA_NODEFER | SA_SIGINFO));
    SHOW(sigismember(&old.sa_mask, SIGINT));
    SHOW(sigismember(&old.sa_mask, SIGHUP));
    action.sa_sigaction = on_signal_with_all;
    action.sa_flags = SA_SIGINFO;
    POSIX(sigaction(SIGUSR1, &action, &old));
    SHOW(old.sa_handler == on_signal);
    POSIX(sigaction(SIGUSR1, NULL, &old));
    SHOW(old.sa_sigaction == on_signal_with_all);
    SHOW(old.sa_flags & (SA_RESTART | SA_SIGINFO));
    action.sa_handler = SIG_IGN;
    action.sa_flags = 0;
    POSIX(sigaction(SIGUSR1, &action, &old));
    SHOW(old.sa_sigaction == on_signal_with_all);
    POSIX(sigaction(SIGUSR1, NULL, &old));
    SHOW(old.sa_handler == SIG_IGN);
}

static void set_refused(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    POSIX(sigaction(0, &action, NULL));
    POSIX(sigaction(65, &action, NULL));
    POSIX(sigaction(-3, &action, NULL));
    POSIX(sigaction(SIGKILL, &action, NULL));
    POSIX(sigaction(SIGSTOP, &action, NULL));
    POSIX(signal(SIGKILL, on_signal) == SIG_ERR);
    POSIX(signal(100, on_signal) == SIG_ERR);
    POSIX(signal(SIGUSR1, SIG_ERR) == SIG_ERR);
}

static void by_signal(void)
{
    struct sigaction now;

    seen = 0;
    POSIX(signal(SIGUSR1, SIG_DFL) == SIG_ERR);
    POSIX(signal(SIGUSR1, on_signal) == SIG_DFL);
    POSIX(signal(SIGUSR1, on_signal) == on_signal);
    raise(SIGUSR1);
    raise(SIGUSR1);
    SHOW(seen);
    sigaction(SIGUSR1, NULL, &now);
    SHOW(now.sa_flags & (SA_RESTART | SA_RESETHAND | SA_SIGINFO));
    SHOW(sigismember(&now.sa_mask, SIGUSR1));
    POSIX(signal(SIGUSR1, SIG_IGN) == on_signal);
    POSIX(raise(SIGUSR1));
    POSIX(signal(SIGUSR1, SIG_DFL) == SIG_IGN);
}

/* Those the runtime uses itself are at their default, for all one can see. */
static void faults_are_at_rest(void)
{
    struct sigaction now = {.sa_flags = 1};

    POSIX(sigaction(SIGSEGV, NULL, &now));
    SHOW(now.sa_handler == SIG_DFL);
    SHOW(now.sa_flags);
    POSIX(signal(SIGBUS, SIG_DFL) == SIG_DFL);
    POSIX(signal(SIGFPE, on_signal) == SIG_DFL);
    POSIX(signal(SIGFPE, SIG_DFL) == on_signal);
    POSIX(signal(SIGILL, SIG_IGN) == SIG_DFL);
    POSIX(signal(SIGILL, SIG_DFL) == SIG_IGN);
}

static sigjmp_buf back;

static void jump(int number)
{
    siglongjmp(back, number);
}

static void a_fault_that_is_handled(void)
{
    struct sigaction action = {.sa_handler = jump};
    volatile int came = 0;

    sigaction(SIGSEGV, &action, NULL);
    int number = sigsetjmp(back, 1);
    if (number == 0)
        *(volatile int *)(uintptr_t)16 = 1;
    came = number;
    SHOW(came == SIGSEGV);
    number = sigsetjmp(back, 1);
    if (number == 0)
        *(volatile int *)(uintptr_t)16 = 1;
    SHOW(number == SIGSEGV);
    signal(SIGSEGV, SIG_DFL);
}

static void once_only(void)
{
    struct sigaction now;

    handle(SIGUSR1, (int)SA_RESETHAND);
    raise(SIGUSR1);
    SHOW(seen);
    sigaction(SIGUSR1, NULL, &now);
    SHOW(now.sa_handler == SIG_DFL);
}

static void pending_until_unblocked(void)
{
    sigset_t set;
    sigset_t pending;

    handle(SIGUSR1, 0);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    NUMBER(pthread_sigmask(SIG_BLOCK, &set, NULL));
    POSIX(raise(SIGUSR1));
    SHOW(seen);
    sigpending(&pending);
    SHOW(sigismember(&pending, SIGUSR1));
    NUMBER(pthread_sigmask(SIG_UNBLOCK, &set, NULL));
    SHOW(seen);
}

static void masks(void)
{
    sigset_t set;
    sigset_t before;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    POSIX(sigprocmask(SIG_BLOCK, &set, &before));
    SHOW(sigismember(&before, SIGUSR2));
    POSIX(sigprocmask(SIG_SETMASK, NULL, &before));
    SHOW(sigismember(&before, SIGUSR2));
    POSIX(sigprocmask(77, &set, NULL));
    POSIX(sigprocmask(SIG_UNBLOCK, &set, NULL));
    NUMBER(pthread_sigmask(77, &set, NULL));
}

static void ring_later(void)
{
    struct itimerval timer = {.it_value = {.tv_usec = 4000},
                              .it_interval = {.tv_usec = 4000}};

    POSIX(setitimer(ITIMER_REAL, &timer, NULL));
}

static void ring_no_more(void)
{
    POSIX(setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL));
}

static void waits_for_any(void)
{
    sigset_t none;

    sigemptyset(&none);
    handle(SIGALRM, 0);
    ring_later();
    POSIX(pause());
    POSIX(sigsuspend(&none));
    ring_no_more();
    SHOW(seen >= SIGALRM);
}

static void waits_for_one_of_a_set(void)
{
    siginfo_t about = {0};
    sigset_t set;
    int number = 0;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR1);
    NUMBER(sigwait(&set, &number));
    SHOW(number);
    raise(SIGUSR2);
    POSIX(sigwaitinfo(&set, &about));
    SHOW(about.si_signo);
    kill(getpid(), SIGUSR2);
    POSIX(sigtimedwait(&set, NULL, &(struct timespec){.tv_sec = 20}));
    POSIX(sigtimedwait(&set, &about, &(struct timespec){0}));
    POSIX(sigtimedwait(&set, &about, &(struct timespec){.tv_nsec = 3000000}));
    POSIX(sigtimedwait(&set, &about, &(struct timespec){.tv_nsec = -1}));
    POSIX(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 31}));
    POSIX(sigwaitinfo(&set, &about));
    SHOW(about.si_value.sival_int);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static void wait_interrupted(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    handle(SIGALRM, SA_RESTART);
    ring_later();
    POSIX(sigwaitinfo(&set, NULL));
    POSIX(sigtimedwait(&set, NULL, &(struct timespec){.tv_sec = 20}));
    ring_no_more();
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static pthread_t main_thread;

static void *signal_main(void *result)
{
    *(int *)result = pthread_kill(main_thread, SIGUSR1);
    return NULL;
}

static void sent_to_a_thread(void)
{
    pthread_t thread;
    int result = -1;

    main_thread = pthread_self();
    handle(SIGUSR1, 0);
    NEED(pthread_create(&thread, NULL, signal_main, &result) == 0);
    pthread_join(thread, NULL);
    ERROR(result);
    SHOW(seen);
}

static void timers(void)
{
    struct itimerval before = {.it_value = {.tv_sec = -1}};
    struct itimerval bad = {.it_value = {.tv_usec = 2000000}};
    timer_t timer;

    POSIX(alarm(0));
    POSIX(alarm(100));
    POSIX(alarm(0) > 0);
    POSIX(setitimer(77, &bad, NULL));
    POSIX(setitimer(ITIMER_REAL, &bad, NULL));
    POSIX(setitimer(ITIMER_REAL, &(struct itimerval){0}, &before));
    SHOW(before.it_value.tv_sec);
    handle(SIGUSR1, 0);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
                             .sigev_signo = SIGUSR1};
    POSIX(timer_create(CLOCK_MONOTONIC, &event, &timer));
    struct itimerspec soon_ = {.it_value = {.tv_nsec = 3000000}};
    struct itimerspec absurd_ = {.it_value = {.tv_nsec = 2000000000}};
    POSIX(timer_settime(timer, 0, &absurd_, NULL));
    POSIX(timer_settime(timer, 0, &soon_, NULL));
    while (!seen)
        usleep(500);
    SHOW(seen);
    POSIX(timer_delete(timer));
    POSIX(timer_create((clockid_t)77, &event, &timer));
    event.sigev_signo = 100;
    POSIX(timer_create(CLOCK_MONOTONIC, &event, &timer));
}

static void timers_tell_what_is_left(void)
{
    struct itimerval long_ = {.it_value = {.tv_sec = 100, .tv_usec = 5},
                              .it_interval = {.tv_sec = 7}};
    struct itimerval now = {0};
    struct sigevent nothing = {.sigev_notify = SIGEV_NONE};
    struct itimerspec far = {.it_value = {.tv_sec = 50},
                             .it_interval = {.tv_sec = 3}};
    struct itimerspec left = {0};
    timer_t timer;

    POSIX(getitimer(ITIMER_REAL, &now));
    SHOW(now.it_value.tv_sec + now.it_value.tv_usec);
    POSIX(setitimer(ITIMER_REAL, &long_, &now));
    POSIX(getitimer(ITIMER_REAL, &now));
    SHOW(now.it_value.tv_sec >= 99 && now.it_value.tv_sec <= 100);
    SHOW(now.it_interval.tv_sec);
    SHOW(alarm(0) > 0);
    POSIX(getitimer(77, &now));
    POSIX(timer_create(CLOCK_REALTIME, &nothing, &timer));
    POSIX(timer_gettime(timer, &left));
    SHOW(left.it_value.tv_sec + left.it_value.tv_nsec);
    POSIX(timer_settime(timer, 0, &far, NULL));
    POSIX(timer_gettime(timer, &left));
    SHOW(left.it_value.tv_sec >= 49 && left.it_value.tv_sec <= 50);
    SHOW(left.it_interval.tv_sec);
    POSIX(timer_getoverrun(timer));
    POSIX(timer_settime(timer, 0, &(struct itimerspec){0}, &left));
    SHOW(left.it_interval.tv_sec);
    POSIX(timer_delete(timer));
}

static volatile sig_atomic_t value_sent;

static void on_value(int number, siginfo_t *about, void *context)
{
    (void)context;
    seen = seen * 100 + number - SIGRTMIN;
    value_sent = value_sent * 10 + about->si_value.sival_int;
    SHOW(about->si_code == SI_QUEUE);
}

/* Each of these waits, in order; of the others, one. */
static void sent_many_times(void)
{
    struct sigaction action = {.sa_sigaction = on_value,
                               .sa_flags = SA_SIGINFO};
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN + 1);
    sigaddset(&set, SIGUSR1);
    sigaction(SIGRTMIN + 1, &action, NULL);
    handle(SIGUSR1, 0);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    for (int i = 1; i <= 3; i++) {
        union sigval value = {.sival_int = i};

        POSIX(sigqueue(getpid(), SIGRTMIN + 1, value));
        POSIX(raise(SIGUSR1));
    }
    POSIX(sigqueue(getpid(), 200, (union sigval){0}));
    POSIX(sigqueue(0x3fffffff, SIGUSR1, (union sigval){0}));
    sigdelset(&set, SIGUSR1);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    SHOW(value_sent);
    SHOW(seen);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    SHOW(seen);
}

static sigset_t kept_away;

static void on_masked(int number)
{
    seen = seen * 100 + number;
    pthread_sigmask(SIG_BLOCK, NULL, &kept_away);
    if (number == SIGUSR1)
        raise(SIGUSR2); /* Not before this one returns. */
    seen = seen * 100 + number;
}

static void handlers_keep_others_away(void)
{
    struct sigaction action = {.sa_handler = on_masked};

    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGUSR2);
    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGUSR2, &action, NULL);
    seen = 0;
    raise(SIGUSR1);
    SHOW(seen);
    raise(SIGUSR2);
    SHOW(sigismember(&kept_away, SIGUSR2));
    SHOW(sigismember(&kept_away, SIGUSR1));
    pthread_sigmask(SIG_BLOCK, NULL, &kept_away);
    SHOW(sigismember(&kept_away, SIGUSR2));
}

static void jump_out(int number)
{
    siglongjmp(back, number);
}

/* What was kept away is not any more. */
static void a_handler_that_jumps(void)
{
    volatile int rounds = 0;

    signal(SIGUSR1, jump_out);
    int number = sigsetjmp(back, 1);
    if (rounds++ < 3)
        raise(SIGUSR1);
    SHOW(rounds);
    SHOW(number == SIGUSR1);
    signal(SIGUSR1, SIG_DFL);
}

static const struct one_case cases[] = {
    CASE(raised),
    CASE(with_all_that_is_known),
    CASE(send_refused),
    CASE(told_of_the_old_one),
    CASE(set_refused),
    CASE(by_signal),
    CASE(faults_are_at_rest),
    CASE(a_fault_that_is_handled),
    CASE(once_only),
    CASE(pending_until_unblocked),
    CASE(masks),
    CASE(waits_for_any),
    CASE(waits_for_one_of_a_set),
    CASE(wait_interrupted),
    CASE(sent_to_a_thread),
    CASE(timers),
    CASE(timers_tell_what_is_left),
    CASE(sent_many_times),
    CASE(handlers_keep_others_away),
    CASE(a_handler_that_jumps),
};
CASES_MAIN(cases)
