/* equivalence_pipe.c - descriptors, and bytes through pipes and sockets. */
#include "case.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>

static int ends[2];
static char bytes[16];
static char folder[] = "/tmp/equivalence-pipe-XXXXXX";
static volatile int less_than_none = -1;

static void open_pipe(int flags)
{
    NEED(pipe2(ends, flags) == 0);
}

static void close_pipe(void)
{
    close(ends[0]);
    close(ends[1]);
}

static void bytes_go_through(void)
{
    POSIX(pipe(ends));
    POSIX(write(ends[1], "abc", 3));
    POSIX(write(ends[1], "de", 2));
    POSIX(read(ends[0], bytes, 4));
    SHOW(memcmp(bytes, "abcd", 4));
    POSIX(read(ends[0], bytes, 4));
    POSIX(read(ends[0], bytes, 0));
    POSIX(write(ends[1], "", 0));
    close_pipe();
}

static void the_other_end_is_closed(void)
{
    open_pipe(0);
    POSIX(write(ends[1], "x", 1));
    POSIX(close(ends[1]));
    POSIX(read(ends[0], bytes, 4));
    POSIX(read(ends[0], bytes, 4));
    POSIX(close(ends[0]));
    open_pipe(0);
    POSIX(close(ends[0]));
    signal(SIGPIPE, SIG_IGN);
    POSIX(write(ends[1], "x", 1));
    signal(SIGPIPE, SIG_DFL);
    POSIX(close(ends[1]));
}

static void write_to_nobody(void)
{
    open_pipe(0);
    close(ends[0]);
    _exit(write(ends[1], "x", 1) == 1);
}

static void killed_by_a_broken_pipe(void)
{
    STATUS(in_child(write_to_nobody));
}

static void nothing_to_wait_for(void)
{
    static char much[1 << 16];
    long whole = 0;
    ssize_t wrote;

    open_pipe(O_NONBLOCK);
    POSIX(read(ends[0], bytes, 1));
    while ((wrote = write(ends[1], much, sizeof much)) > 0)
        whole += wrote;
    SHOW(whole > 0);
    POSIX(write(ends[1], much, 1));
    POSIX(fcntl(ends[0], F_GETFL) & O_NONBLOCK);
    POSIX(fcntl(ends[0], F_SETFL, 0));
    POSIX(fcntl(ends[0], F_GETFL) & O_NONBLOCK);
    POSIX(read(ends[0], bytes, 4));
    close_pipe();
}

static void the_wrong_end(void)
{
    open_pipe(0);
    POSIX(read(ends[1], bytes, 1));
    POSIX(write(ends[0], bytes, 1));
    close_pipe();
    POSIX(read(ends[0], bytes, 1));
    POSIX(write(ends[1], bytes, 1));
    POSIX(close(ends[0]));
    POSIX(close(-1));
    POSIX(read(-1, bytes, 1));
    POSIX(write(1000000, bytes, 1));
}

static char *volatile nowhere = (char *)8;

static void bad_addresses(void)
{
    open_pipe(0);
    POSIX(write(ends[1], nowhere, 4));
    POSIX(write(1, nowhere, 4));
    POSIX(write(ends[1], "abcd", 4));
    POSIX(read(ends[0], nowhere, 4));
    POSIX(open(nowhere, O_RDONLY));
    POSIX(pipe((int *)nowhere));
    close_pipe();
}

static void made_with_flags(void)
{
    POSIX(pipe2(ends, O_CLOEXEC));
    POSIX(fcntl(ends[0], F_GETFD));
    close_pipe();
    POSIX(pipe2(ends, 0x7000000));
}

static void duplicated(void)
{
    open_pipe(0);
    int copy = dup(ends[1]);
    SHOW(copy > ends[1]);
    POSIX(close(ends[1]));
    POSIX(write(copy, "x", 1));
    POSIX(read(ends[0], bytes, 4));
    POSIX(dup2(copy, ends[1]) == ends[1]);
    POSIX(dup2(copy, copy) == copy);
    POSIX(dup3(copy, ends[1], O_CLOEXEC) == ends[1]);
    POSIX(fcntl(ends[1], F_GETFD));
    POSIX(dup3(copy, copy, 0));
    POSIX(dup(-1));
    POSIX(dup2(-1, ends[1]));
    POSIX(dup2(copy, -1));
    int high = fcntl(copy, F_DUPFD, 50);
    SHOW(high);
    SHOW(fcntl(copy, F_DUPFD_CLOEXEC, 50));
    POSIX(fcntl(51, F_GETFD));
    close(copy);
    close(51);
    POSIX(close(ends[1]));
    POSIX(write(high, "y", 1));
    POSIX(close(high));
    POSIX(read(ends[0], bytes, 4));
    POSIX(read(ends[0], bytes, 4));
    close(ends[0]);
    POSIX(fcntl(high, F_DUPFD, 50));
    POSIX(fcntl(0, 7777, 0));
}

static void in_parts(void)
{
    char second[4] = "";
    struct iovec parts[2] = {{bytes, 2}, {second, 3}};

    open_pipe(0);
    memcpy(bytes, "ab", 2);
    memcpy(second, "cde", 3);
    POSIX(writev(ends[1], parts, 2));
    POSIX(readv(ends[0], parts, 2));
    SHOW(memcmp(second, "cde", 3));
    POSIX(writev(ends[1], parts, less_than_none));
    POSIX(readv(-1, parts, 2));
    close_pipe();
}

static void through_a_socket_pair(void)
{
    int friends[2];
    struct iovec part = {bytes, 4};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

    POSIX(socketpair(AF_UNIX, SOCK_STREAM, 0, friends));
    POSIX(send(friends[0], "abc", 3, 0));
    POSIX(recv(friends[1], bytes, 8, MSG_PEEK));
    POSIX(recv(friends[1], bytes, 8, 0));
    POSIX(write(friends[1], "de", 2));
    POSIX(read(friends[0], bytes, 8));
    POSIX(recv(friends[0], bytes, 8, MSG_DONTWAIT));
    POSIX(sendto(friends[0], "x", 1, 0, NULL, 0));
    POSIX(recvfrom(friends[1], bytes, 1, 0, NULL, NULL));
    POSIX(sendmsg(friends[0], &message, 0));
    POSIX(recvmsg(friends[1], &message, 0));
    POSIX(shutdown(friends[0], SHUT_WR));
    POSIX(recv(friends[1], bytes, 1, 0));
    POSIX(send(friends[0], "x", 1, MSG_NOSIGNAL));
    POSIX(close(friends[1]));
    POSIX(send(friends[0], "x", 1, MSG_NOSIGNAL));
    POSIX(recv(friends[0], bytes, 1, 0));
    POSIX(close(friends[0]));
    POSIX(send(-1, "x", 1, 0));
    POSIX(recv(0, bytes, 1, 0));
    POSIX(socketpair(AF_INET, SOCK_STREAM, 0, friends));
    POSIX(socketpair(999, SOCK_STREAM, 0, friends));
}

static void messages_through_a_socket_pair(void)
{
    int friends[2];

    POSIX(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, friends));
    POSIX(send(friends[0], "abc", 3, 0));
    POSIX(send(friends[0], "d", 1, 0));
    POSIX(recv(friends[1], bytes, 2, 0));
    POSIX(recv(friends[1], bytes, 2, 0));
    POSIX(recv(friends[1], bytes, 2, 0));
    close(friends[0]);
    close(friends[1]);
}

static struct sockaddr_un address = {.sun_family = AF_UNIX};

static void *call_in(void *result)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    *(int *)result = connect(fd, (struct sockaddr *)&address, sizeof address);
    NEED(write(fd, "hi", 2) == 2);
    close(fd);
    return NULL;
}

static void by_address(void)
{
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    socklen_t length = sizeof address;
    struct sockaddr_un from;
    pthread_t thread;
    int result = -1;

    snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", folder);
    POSIX(connect(listener, (struct sockaddr *)&address, sizeof address));
    NEED(bind(listener, (struct sockaddr *)&address, sizeof address) == 0);
    NEED(listen(listener, 2) == 0);
    fcntl(listener, F_SETFL, O_NONBLOCK);
    POSIX(accept(listener, NULL, NULL));
    fcntl(listener, F_SETFL, 0);
    NEED(pthread_create(&thread, NULL, call_in, &result) == 0);
    int guest =
        accept4(listener, (struct sockaddr *)&from, &length, SOCK_CLOEXEC);
    SHOW(guest > listener);
    POSIX(fcntl(guest, F_GETFD));
    pthread_join(thread, NULL);
    SHOW(result);
    POSIX(read(guest, bytes, 8));
    POSIX(read(guest, bytes, 8));
    close(guest);
    close(listener);
    POSIX(accept(listener, NULL, NULL));
    POSIX(accept(0, NULL, NULL));
    unlink(address.sun_path);
}

static void opened(void)
{
    char path[64];
    struct stat about;

    snprintf(path, sizeof path, "%s/file", folder);
    POSIX(open(path, O_RDONLY));
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR, 0640);
    SHOW(fd > 2);
    POSIX(open(path, O_CREAT | O_EXCL, 0600));
    POSIX(write(fd, "abc", 3));
    POSIX(lseek(fd, 0, SEEK_SET));
    POSIX(read(fd, bytes, 8));
    NEED(fstat(fd, &about) == 0);
    SHOW(about.st_mode & 0777);
    POSIX(close(fd));
    fd = creat(path, 0600);
    POSIX(write(fd, "de", 2));
    POSIX(read(fd, bytes, 1));
    POSIX(close(fd));
    int place = open(folder, O_RDONLY | O_DIRECTORY);
    POSIX(openat(place, "none", O_RDONLY));
    fd = openat(place, "file", O_RDONLY | O_CLOEXEC);
    POSIX(fcntl(fd, F_GETFD));
    POSIX(read(fd, bytes, 8));
    POSIX(close(fd));
    fd = open(folder, O_TMPFILE | O_RDWR, 0600);
    SHOW(fd > 2);
    close(fd);
    fd = open64(path, O_RDONLY);
    SHOW(fd > 2);
    close(fd);
    fd = openat64(place, "file", O_RDWR | O_CREAT, 0600);
    SHOW(fd > 2);
    close(fd);
    close(place);
    POSIX(open(folder, O_WRONLY));
    POSIX(open("/dev/null", O_RDWR) > 2);
    unlink(path);
}

static void *write_later(void *text)
{
    usleep(1000);
    NEED(write(ends[1], text, strlen(text)) > 0);
    close(ends[1]);
    return NULL;
}

static void waits_for_a_writer(void)
{
    pthread_t thread;
    char text[] = "later";

    open_pipe(0);
    NEED(pthread_create(&thread, NULL, write_later, text) == 0);
    POSIX(read(ends[0], bytes, sizeof bytes));
    POSIX(read(ends[0], bytes, sizeof bytes));
    pthread_join(thread, NULL);
    close(ends[0]);
}

static void on_alarm(int number)
{
    (void)number;
}

static void interrupted(void)
{
    struct sigaction action = {.sa_handler = on_alarm};
    struct itimerspec often = {.it_value = {.tv_nsec = 4000000},
                               .it_interval = {.tv_nsec = 4000000}};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
                             .sigev_signo = SIGALRM};
    timer_t timer;

    open_pipe(0);
    sigaction(SIGALRM, &action, NULL);
    NEED(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    timer_settime(timer, 0, &often, NULL);
    POSIX(read(ends[0], bytes, 1));
    timer_delete(timer);
    close_pipe();
}

static void say_hello(void)
{
    close(ends[0]);
    _exit(write(ends[1], "hello", 5) != 5);
}

static void between_processes(void)
{
    open_pipe(0);
    STATUS(in_child(say_hello));
    POSIX(close(ends[1]));
    POSIX(read(ends[0], bytes, sizeof bytes));
    POSIX(read(ends[0], bytes, sizeof bytes));
    POSIX(close(ends[0]));
}

static const struct one_case cases[] = {
    CASE(bytes_go_through),
    CASE(the_other_end_is_closed),
    CASE(killed_by_a_broken_pipe),
    CASE(nothing_to_wait_for),
    CASE(the_wrong_end),
    CASE(bad_addresses),
    CASE(made_with_flags),
    CASE(duplicated),
    CASE(in_parts),
    CASE(through_a_socket_pair),
    CASE(messages_through_a_socket_pair),
    CASE(by_address),
    CASE(opened),
    CASE(waits_for_a_writer),
    CASE(interrupted),
    CASE(between_processes),
};

int main(int argc, char **argv)
{
    NEED(mkdtemp(folder));
    int result = run_cases(cases, sizeof cases / sizeof *cases, argc, argv);
    rmdir(folder);
    return result;
}
