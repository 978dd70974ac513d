/* relays.c - ROUNDS of a baton between tasks, by what the name says:
     condition   two threads, a mutex and a condition variable
     semaphore   two threads, two semaphores
     pipe        two processes, two pipes, a byte at a time
     queue       two processes, two message queues
     socket      two processes, a socket pair
     barrier     three threads */
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int rounds = 200;

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t passed = PTHREAD_COND_INITIALIZER;
static int turn;
static sem_t batons[2];
static pthread_barrier_t gate;

static void *by_condition(void *argument)
{
    int me = argument != NULL;

    for (int i = 0; i < rounds; i++) {
        pthread_mutex_lock(&door);
        while (turn != me)
            pthread_cond_wait(&passed, &door);
        turn = !me;
        pthread_cond_signal(&passed);
        pthread_mutex_unlock(&door);
    }
    return NULL;
}

static void *by_semaphore(void *argument)
{
    int me = argument != NULL;

    for (int i = 0; i < rounds; i++) {
        sem_wait(&batons[me]);
        sem_post(&batons[!me]);
    }
    return NULL;
}

static void *by_barrier(void *argument)
{
    for (int i = 0; i < rounds; i++)
        pthread_barrier_wait(&gate);
    return argument;
}

static void run_threads(void *(*routine)(void *), int more)
{
    pthread_t other[2];

    for (int i = 0; i < 1 + more; i++)
        pthread_create(&other[i], NULL, routine, &rounds);
    routine(NULL);
    for (int i = 0; i < 1 + more; i++)
        pthread_join(other[i], NULL);
}

/* Takes a byte from one descriptor and puts it into another. */
static void pass(int from, int to)
{
    char byte;

    for (int i = 0; i < rounds; i++) {
        if (read(from, &byte, 1) != 1 || write(to, &byte, 1) != 1)
            _exit(1);
    }
}

static int by_descriptors(int there[2], int back[2])
{
    char byte = 'x';

    if (fork() == 0) {
        pass(there[0], back[1]);
        _exit(0);
    }
    if (write(there[1], &byte, 1) != 1)
        return 1;
    for (int i = 1; i < rounds; i++) {
        if (read(back[0], &byte, 1) != 1 || write(there[1], &byte, 1) != 1)
            return 1;
    }
    if (read(back[0], &byte, 1) != 1)
        return 1;
    return wait(NULL) < 0;
}

static int by_queue(const char *name)
{
    char names[2][64];
    mqd_t queues[2];
    struct mq_attr small = {.mq_maxmsg = 4, .mq_msgsize = 8};
    char message[8];

    for (int i = 0; i < 2; i++) {
        snprintf(names[i], sizeof names[i], "%s-%d", name, i);
        queues[i] = mq_open(names[i], O_CREAT | O_RDWR, 0600, &small);
        mq_unlink(names[i]);
    }
    pid_t child = fork();
    int me = child == 0;
    for (int i = 0; i < rounds; i++) {
        if (!me)
            mq_send(queues[0], "x", 1, 0);
        mq_receive(queues[!me], message, sizeof message, NULL);
        if (me)
            mq_send(queues[1], "x", 1, 0);
    }
    if (me)
        _exit(0);
    return wait(NULL) < 0;
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    int there[2];
    int back[2];

    if (argc > 2)
        rounds = atoi(argv[2]);
    if (strcmp(how, "condition") == 0) {
        run_threads(by_condition, 0);
    } else if (strcmp(how, "semaphore") == 0) {
        sem_init(&batons[0], 0, 1);
        sem_init(&batons[1], 0, 0);
        run_threads(by_semaphore, 0);
    } else if (strcmp(how, "barrier") == 0) {
        pthread_barrier_init(&gate, NULL, 3);
        run_threads(by_barrier, 1);
    } else if (strcmp(how, "pipe") == 0) {
        return pipe(there) != 0 || pipe(back) != 0 ||
               by_descriptors(there, back);
    } else if (strcmp(how, "socket") == 0) {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, there) != 0)
            return 1;
        int first[2] = {there[1], there[0]};
        int second[2] = {there[0], there[1]};
        return by_descriptors(first, second);
    } else if (strcmp(how, "queue") == 0) {
        return by_queue(argv[3]);
    }
    return 0;
}
