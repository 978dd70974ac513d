/* process_server.c - a process whose only work is to fork.

   Threads and fork do not go together; here are no threads. It is asked
   through a socket: a packet for each child, whose descriptors are the order,
   where to tell the exit code, and what the child is given. It answers with
   the child's pid and a descriptor that stands for it. */
#include "parallel/inside.h"
#include "parallel/process_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ORDER, STATUS, GIVEN, MOST = GIVEN + PROCESS_DESCRIPTORS };

struct answer {
    pid_t pid;
    int error;
};

static void close_all(const int *descriptors, size_t count)
{
    for (size_t i = 0; i < count; i++)
        close(descriptors[i]);
}

/* ---- The server. ---- */

struct charge {
    pid_t pid;
    int status;
    struct charge *next;
};

enum { SOCKET, OWNER, ENDS, PLACES };

struct server {
    struct pollfd places[PLACES];
    struct charge *charges;
    pid_t pid;
};

/* In the child: nothing of the server's. */
static _Noreturn void begin(struct server *server, const int *descriptors,
                            size_t count)
{
    sigset_t none;

    for (int i = 0; i < PLACES; i++)
        close(server->places[i].fd);
    for (struct charge *charge = server->charges; charge; charge = charge->next)
        close(charge->status);
    close(descriptors[STATUS]);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    process_order_run(descriptors[ORDER], descriptors + GIVEN,
                      (unsigned)count - GIVEN, server->pid);
}

/* The child cannot be waited for before it has its descriptor: nobody but this
   thread waits. */
static void fork_one(struct server *server, const int *descriptors,
                     size_t count)
{
    struct charge *charge = malloc(sizeof *charge);
    struct answer answer = {0};
    int sentinel = -1;

    answer.pid = charge ? fork() : -1;
    if (answer.pid == 0)
        begin(server, descriptors, count);
    if (answer.pid > 0)
        sentinel = process_sentinel(answer.pid);
    if (sentinel < 0) {
        answer.error = errno;
        if (answer.pid > 0) {
            kill(answer.pid, SIGKILL);
            waitpid(answer.pid, NULL, 0);
        }
        free(charge);
        close(descriptors[STATUS]);
    } else {
        *charge =
            (struct charge){answer.pid, descriptors[STATUS], server->charges};
        server->charges = charge;
    }
    send_with_descriptors(server->places[SOCKET].fd, &answer, sizeof answer,
                          &sentinel, sentinel >= 0);
    if (sentinel >= 0)
        close(sentinel);
}

static void tell_ends(struct server *server)
{
    struct signalfd_siginfo heard;
    int status;
    ssize_t done = read(server->places[ENDS].fd, &heard, sizeof heard);

    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        struct charge **at = &server->charges;

        while (*at && (*at)->pid != pid)
            at = &(*at)->next;
        if (!*at)
            continue;
        struct charge *charge = *at;
        int code =
            WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
        *at = charge->next;
        done = write(charge->status, &code, sizeof code);
        close(charge->status);
        free(charge);
    }
    (void)done; /* Who does not read it does not want it. */
}

/* Its children live on, and are nobody's zombies: whoever has ended is waited
   for, and whoever ends from now on needs it not. */
static _Noreturn void leave(struct server *server)
{
    signal(SIGCHLD, SIG_IGN);
    tell_ends(server);
    _exit(0);
}

static void take_request(struct server *server)
{
    int descriptors[MOST];
    size_t count;
    char byte;

    if (receive_with_descriptors(server->places[SOCKET].fd, &byte, 1,
                                 descriptors, MOST, &count) <= 0)
        leave(server);
    if (count < GIVEN) {
        close_all(descriptors, count);
        return;
    }
    fork_one(server, descriptors, count);
    close(descriptors[ORDER]);
    close_all(descriptors + GIVEN, count - GIVEN);
}

/* The owner's children have copies of its socket, so that its end cannot be
   told from that alone. */
void process_serve(int socket, pid_t owner)
{
    struct server server = {.pid = getpid()};
    int watched = process_sentinel(owner);
    sigset_t ends;

    prctl(PR_SET_NAME, "forkserver");
    sigemptyset(&ends);
    sigaddset(&ends, SIGCHLD);
    sigprocmask(SIG_SETMASK, &ends, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN); /* Meant for the owner. */
    if (watched < 0 || getppid() != owner)
        _exit(0);
    server.places[SOCKET] = (struct pollfd){.fd = socket, .events = POLLIN};
    server.places[OWNER] = (struct pollfd){.fd = watched, .events = POLLIN};
    server.places[ENDS] =
        (struct pollfd){.fd = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK),
                        .events = POLLIN};
    for (;;) {
        if (poll(server.places, PLACES, -1) < 0)
            continue;
        if (server.places[OWNER].revents)
            leave(&server);
        if (server.places[ENDS].revents)
            tell_ends(&server);
        if (server.places[SOCKET].revents)
            take_request(&server);
    }
}

/* ---- Its owner. ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Guarded by lock. A forked child has a copy, and is not the owner. */
static pid_t owner;
static pid_t server_pid;
static int server_socket = -1;

static void before_fork(void)
{
    pthread_mutex_lock(&lock);
}

static void after_fork(void)
{
    pthread_mutex_unlock(&lock);
}

static void prepare(void)
{
    pthread_atfork(before_fork, after_fork, after_fork);
}

static void forget_server(void)
{
    if (server_socket >= 0)
        close(server_socket);
    server_socket = -1;
    if (owner == getpid()) {
        kill(server_pid, SIGKILL);
        waitpid(server_pid, NULL, 0);
    }
    owner = 0;
}

static int start_server(void)
{
    struct process server = {.descriptor_count = 1};
    int ends[2], order;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        return errno;
    int error = process_order_write(&server, 0, true, &order);
    if (!error) {
        error = process_image_start(order, &ends[1], 1, &server_pid);
        close(order);
    }
    close(ends[1]);
    if (error) {
        close(ends[0]);
        return error;
    }
    owner = getpid();
    server_socket = ends[0];
    return 0;
}

/* Requires: the lock. ECONNRESET: there is no server any more, and nothing has
   begun: the kernel says so of a request that was not read. EOWNERDEAD: it was
   read, and then there was no server any more. */
static int exchange(const int *descriptors, size_t count, struct answer *answer,
                    int *sentinel)
{
    size_t got;

    if (send_with_descriptors(server_socket, "", 1, descriptors, count) < 0)
        return errno == EPIPE ? ECONNRESET : errno;
    ssize_t size = receive_with_descriptors(server_socket, answer,
                                            sizeof *answer, sentinel, 1, &got);
    if (size == sizeof *answer)
        return answer->error;
    return size < 0 ? errno : EOWNERDEAD;
}

/* A server that was killed is replaced; once, or a program that cannot be
   spawned would be for ever. */
static int ask(const int *descriptors, size_t count, struct answer *answer,
               int *sentinel)
{
    int error = ECONNRESET;

    if (owner == getpid())
        error = exchange(descriptors, count, answer, sentinel);
    if (error == ECONNRESET) {
        forget_server();
        error = start_server();
        if (!error)
            error = exchange(descriptors, count, answer, sentinel);
    }
    if (error == EOWNERDEAD || error == ECONNRESET)
        forget_server();
    return error == ECONNRESET ? EOWNERDEAD : error;
}

int process_server_ask(struct process *process, int number)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int descriptors[MOST], received, status[2];
    struct answer answer;

    pthread_once(&once, prepare);
    int error =
        process_order_write(process, number, false, &descriptors[ORDER]);
    if (error)
        return error;
    if (pipe2(status, O_CLOEXEC)) {
        close(descriptors[ORDER]);
        return errno;
    }
    descriptors[STATUS] = status[1];
    memcpy(descriptors + GIVEN, process->descriptors,
           process->descriptor_count * sizeof(int));
    pthread_mutex_lock(&lock);
    error =
        ask(descriptors, GIVEN + process->descriptor_count, &answer, &received);
    pthread_mutex_unlock(&lock);
    close(descriptors[ORDER]);
    close(status[1]);
    if (error) {
        close(status[0]);
        return error;
    }
    process->pid = answer.pid;
    process->sentinel = received;
    process->status = status[0];
    return 0;
}
