/* process_lasting.c - a thread that forks for others.

   The kernel sends a child its death signal when the thread that forked it
   ends, not the process. The first thread usually lasts; for all others this
   one forks. It is asked by one at a time, which waits for it. */
#include "parallel/process_inside.h"

#include <pthread.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER; /* To ask. */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t moved = PTHREAD_COND_INITIALIZER;

/* Guarded by lock. */
static void (*asked)(void *); /* NULL: nothing is. */
static void *asked_argument;

static bool exists; /* Guarded by turn. */

static void *work(void *argument)
{
    pthread_mutex_lock(&lock);
    for (;;) {
        while (!asked)
            pthread_cond_wait(&moved, &lock);
        void (*function)(void *) = asked;
        pthread_mutex_unlock(&lock); /* Or a child would find it held. */
        function(asked_argument);
        pthread_mutex_lock(&lock);
        asked = NULL;
        pthread_cond_broadcast(&moved);
    }
    return argument;
}

/* A forked child has no such thread, and nobody else's turn. */
static void begin_anew(void)
{
    exists = false;
    asked = NULL;
    pthread_mutex_init(&turn, NULL);
    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&moved, NULL);
}

static void prepare(void)
{
    pthread_atfork(NULL, NULL, begin_anew);
}

/* Requires: the turn. */
static int make_thread(void)
{
    pthread_attr_t detached;
    pthread_t thread;
    int error = pthread_attr_init(&detached);

    if (error)
        return error;
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    error = pthread_create(&thread, &detached, work, NULL);
    pthread_attr_destroy(&detached);
    return error;
}

int process_in_lasting_thread(void (*function)(void *), void *argument)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int error = 0;

    pthread_once(&once, prepare);
    pthread_mutex_lock(&turn);
    if (!exists)
        error = make_thread();
    exists = !error;
    if (!error) {
        pthread_mutex_lock(&lock);
        asked_argument = argument;
        asked = function;
        pthread_cond_broadcast(&moved);
        while (asked)
            pthread_cond_wait(&moved, &lock);
        pthread_mutex_unlock(&lock);
    }
    pthread_mutex_unlock(&turn);
    return error;
}
