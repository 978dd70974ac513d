/* manager.c - appending to a list: a server's by proxy, and one in shared
   memory. */
#include "parallel/manager.h"
#include "parallel/shared.h"
#include "tests/bench/parallel.h"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SMALL = 64, PLACES = 1024 };

static double our_manager(long times)
{
    struct manager *manager;
    struct proxy list;

    if (manager_start(&manager, NULL, NULL) ||
        manager_list(manager, NULL, &list))
        return 0;
    for (long i = 0; i < times; i++)
        proxy_list_append(&list, value_int(i));
    manager_free(manager);
    return (double)times;
}

/* A question and an answer of the same sizes, and nothing done in between. */
static void answer(int descriptor)
{
    char bytes[SMALL];

    while (recv(descriptor, bytes, SMALL, 0) > 0)
        if (send(descriptor, bytes, SMALL / 2, 0) < 0)
            break;
    _exit(0);
}

static double raw_manager(long times)
{
    char bytes[SMALL] = {0};
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        return 0;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        answer(ends[1]);
    }
    close(ends[1]);
    for (long i = 0; i < times; i++)
        if (send(ends[0], bytes, SMALL, 0) < 0 ||
            recv(ends[0], bytes, SMALL, 0) < 0)
            return 0;
    close(ends[0]);
    waitpid(child, NULL, 0);
    return (double)times;
}

static double our_shared_list(long times)
{
    static struct shared_array *list;
    static struct shared_value *count;

    if (!list && (shared_array_new(&list, PLACES, sizeof(long)) ||
                  shared_value_new(&count, 0)))
        return 0;
    for (long i = 0; i < times; i++) {
        lock_acquire(&list->lock, FOREVER);
        size_t at = (size_t)count->number++ % PLACES;
        *(long *)shared_array_at(list, at) = i;
        lock_release(&list->lock);
    }
    return (double)times;
}

static double raw_shared_list(long times)
{
    static struct {
        pthread_mutex_t mutex;
        size_t count;
        long items[PLACES];
    } * list;

    if (!list) {
        pthread_mutexattr_t kind;

        list = bench_shared(sizeof *list);
        pthread_mutexattr_init(&kind);
        pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
        pthread_mutex_init(&list->mutex, &kind);
        pthread_mutexattr_destroy(&kind);
    }
    for (long i = 0; i < times; i++) {
        pthread_mutex_lock(&list->mutex);
        list->items[list->count++ % PLACES] = i;
        pthread_mutex_unlock(&list->mutex);
    }
    return (double)times;
}

const struct bench_row bench_manager[] = {
    {"manager_append", our_manager, raw_manager, 10000},
    {"shared_append", our_shared_list, raw_shared_list, 1000000},
    {0},
};
