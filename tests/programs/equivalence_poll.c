/* equivalence_poll.c - waiting for one of several descriptors. */
#include "case.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/time.h>

static int ends[2];

static void fill(void)
{
    NEED(write(ends[1], "x", 1) == 1);
}

static void drain(void)
{
    char byte;

    NEED(read(ends[0], &byte, 1) == 1);
}

static void polled(void)
{
    struct pollfd both[2] = {{ends[0], POLLIN, 0}, {ends[1], POLLOUT, 0}};

    POSIX(poll(both, 1, 0));
    POSIX(poll(both, 1, 3));
    POSIX(poll(both, 2, -1));
    SHOW(both[0].revents);
    SHOW(both[1].revents == POLLOUT);
    fill();
    POSIX(poll(both, 2, -1));
    SHOW(both[0].revents == POLLIN);
    both[0].fd = -1;
    POSIX(poll(both, 1, 0));
    SHOW(both[0].revents);
    both[0].fd = 777;
    POSIX(poll(both, 1, 0));
    SHOW(both[0].revents == POLLNVAL);
    POSIX(poll(NULL, 0, 1));
    drain();
}

static void polled_at_the_end(void)
{
    int gone[2];

    NEED(pipe(gone) == 0);
    struct pollfd one = {gone[0], POLLIN, 0};
    close(gone[1]);
    POSIX(poll(&one, 1, -1));
    SHOW(one.revents == POLLHUP);
    close(gone[0]);
}

static struct pollfd *volatile no_list;

static void polled_at_bad_addresses(void)
{
    POSIX(poll(no_list, 1, 0));
    POSIX(ppoll(no_list, 1, NULL, NULL));
}

static void polled_precisely(void)
{
    struct timespec moment = {.tv_nsec = 2000000};
    struct timespec bad = {.tv_nsec = -1};
    struct pollfd one = {ends[0], POLLIN, 0};

    POSIX(ppoll(&one, 1, &moment, NULL));
    POSIX(ppoll(&one, 1, &bad, NULL));
    fill();
    POSIX(ppoll(&one, 1, NULL, NULL));
    drain();
}

static void selected(void)
{
    struct timeval moment = {.tv_usec = 2000};
    struct timeval bad = {.tv_usec = -1};
    fd_set readers;
    fd_set writers;

    FD_ZERO(&readers);
    FD_ZERO(&writers);
    FD_SET(ends[0], &readers);
    FD_SET(ends[1], &writers);
    POSIX(select(ends[1] + 1, &readers, &writers, NULL, NULL));
    SHOW(FD_ISSET(ends[0], &readers) != 0);
    SHOW(FD_ISSET(ends[1], &writers) != 0);
    FD_SET(ends[0], &readers);
    POSIX(select(ends[0] + 1, &readers, NULL, NULL, &moment));
    SHOW(moment.tv_usec);
    SHOW(FD_ISSET(ends[0], &readers) != 0);
    POSIX(select(0, NULL, NULL, NULL, &moment));
    POSIX(select(0, NULL, NULL, NULL, &bad));
    POSIX(select(-1, NULL, NULL, NULL, &moment));
}

static void selected_precisely(void)
{
    struct timespec moment = {.tv_nsec = 2000000};
    fd_set readers;

    FD_ZERO(&readers);
    FD_SET(ends[0], &readers);
    POSIX(pselect(ends[0] + 1, &readers, NULL, NULL, &moment, NULL));
    SHOW(moment.tv_nsec);
    fill();
    FD_SET(ends[0], &readers);
    POSIX(pselect(ends[0] + 1, &readers, NULL, NULL, NULL, NULL));
    drain();
}

static void by_epoll(void)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = 5};
    struct epoll_event got = {0};
    int set = epoll_create1(0);

    NEED(epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event) == 0);
    POSIX(epoll_wait(set, &got, 1, 0));
    POSIX(epoll_wait(set, &got, 1, 2));
    fill();
    POSIX(epoll_wait(set, &got, 1, -1));
    SHOW(got.data.u32);
    POSIX(epoll_wait(set, &got, 0, -1));
    POSIX(epoll_wait(ends[0], &got, 1, -1));
    sigset_t none;
    sigemptyset(&none);
    POSIX(epoll_pwait(set, &got, 1, -1, &none));
    close(set);
    POSIX(epoll_wait(set, &got, 1, 0));
    POSIX(epoll_pwait(set, &got, 1, 0, NULL));
    drain();
}

static void *count_up(void *counter)
{
    usleep(1000);
    NEED(eventfd_write(*(int *)counter, 5) == 0);
    usleep(1000);
    eventfd_t count = 2;
    NEED(write(*(int *)counter, &count, sizeof count) == sizeof count);
    return NULL;
}

static void counters_of_events(void)
{
    int counter = eventfd(0, 0);
    eventfd_t count = 77;
    pthread_t thread;

    NEED(counter >= 0);
    NEED(pthread_create(&thread, NULL, count_up, &counter) == 0);
    POSIX(read(counter, &count, sizeof count));
    SHOW(count);
    POSIX(eventfd_read(counter, &count));
    SHOW(count);
    pthread_join(thread, NULL);
    POSIX(read(counter, &count, 3));
    fcntl(counter, F_SETFL, O_NONBLOCK);
    POSIX(eventfd_read(counter, &count));
    POSIX(eventfd_write(counter, UINT64_MAX));
    POSIX(eventfd_read(-1, &count));
    POSIX(eventfd_write(-1, 1));
    close(counter);
}

static void on_alarm(int number)
{
    (void)number;
}

static void interrupted(void)
{
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    struct itimerval often = {.it_value = {.tv_usec = 4000},
                              .it_interval = {.tv_usec = 4000}};
    struct pollfd one = {ends[0], POLLIN, 0};
    fd_set readers;

    FD_ZERO(&readers);
    FD_SET(ends[0], &readers);
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    POSIX(poll(&one, 1, -1));
    POSIX(poll(&one, 1, 20000));
    POSIX(ppoll(&one, 1, NULL, NULL));
    POSIX(select(ends[0] + 1, &readers, NULL, NULL, NULL));
    POSIX(pselect(ends[0] + 1, &readers, NULL, NULL, NULL, NULL));
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
}

/* The mask holds for the time of the wait: the signal comes then. */
static void with_a_mask(void)
{
    struct pollfd one = {ends[0], POLLIN, 0};
    sigset_t blocked;
    sigset_t none;

    signal(SIGUSR1, on_alarm);
    sigemptyset(&none);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &blocked, NULL);
    raise(SIGUSR1);
    POSIX(ppoll(&one, 1, NULL, &none));
    raise(SIGUSR1);
    POSIX(pselect(0, NULL, NULL, NULL, NULL, &none));
    pthread_sigmask(SIG_UNBLOCK, &blocked, NULL);
}

static void *fill_later(void *nothing)
{
    usleep(1000);
    fill();
    return nothing;
}

static void waits_for_a_writer(void)
{
    struct pollfd one = {ends[0], POLLIN, 0};
    pthread_t thread;

    NEED(pthread_create(&thread, NULL, fill_later, NULL) == 0);
    POSIX(poll(&one, 1, -1));
    pthread_join(thread, NULL);
    drain();
}

static const struct one_case cases[] = {
    CASE(polled),
    CASE(polled_at_the_end),
    CASE(polled_at_bad_addresses),
    CASE(polled_precisely),
    CASE(selected),
    CASE(selected_precisely),
    CASE(by_epoll),
    CASE(counters_of_events),
    CASE(interrupted),
    CASE(with_a_mask),
    CASE(waits_for_a_writer),
};

int main(int argc, char **argv)
{
    NEED(pipe(ends) == 0);
    return run_cases(cases, sizeof cases / sizeof *cases, argc, argv);
}
