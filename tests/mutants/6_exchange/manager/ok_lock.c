/* expect: ok
   The manager gives a lock to one at a time, who gets and sets. */
#include "../must.h"

#include <sys/wait.h>
#include <unistd.h>

enum { ROOM = 256, WORKERS = 4, MAIN = WORKERS, CALLERS };
enum { READ_END, WRITE_END };

struct list {
    int size;
    int items[ROOM];
};

enum wish { GET, SET, LOCK, UNLOCK, END };

/* A call and its answer. It is written and read in one piece. */
struct message {
    int caller; /* A worker's number, or MAIN. */
    enum wish wish;
    struct list list;
};

struct manager {
    pid_t pid;
    int calls[2];            /* A pipe from all callers, */
    int answers[CALLERS][2]; /* and one back to each. */
};

/* ---- In the manager's process. ---- */

static void answer(const struct manager *manager, int caller,
                   const struct list *list)
{
    struct message message = {caller, GET, *list};

    MUST_NOT_BE_NEGATIVE(
        write(manager->answers[caller][WRITE_END], &message, sizeof message));
}

static void serve(const struct manager *manager)
{
    struct list list = {0};
    struct message message;
    int waiting[CALLERS];
    int waits = 0;
    int locked = 0;

    while (read(manager->calls[READ_END], &message, sizeof message) ==
               sizeof message &&
           message.wish != END) {
        if (message.wish == SET)
            list = message.list;
        if (message.wish == LOCK && locked) {
            waiting[waits++] = message.caller;
            continue;
        }
        locked = message.wish == LOCK || (locked && message.wish != UNLOCK);
        answer(manager, message.caller, &list);
        if (!locked && waits > 0) {
            locked = 1;
            answer(manager, waiting[--waits], &list);
        }
    }
}

static void start_manager(struct manager *manager)
{
    MUST_NOT_BE_NEGATIVE(pipe(manager->calls));
    for (int i = 0; i < CALLERS; i++)
        MUST_NOT_BE_NEGATIVE(pipe(manager->answers[i]));
    manager->pid = fork();
    MUST_NOT_BE_NEGATIVE(manager->pid);
    if (manager->pid == 0) {
        serve(manager);
        _exit(0);
    }
}

/* ---- In the others. ---- */

static void send_message(const struct manager *manager, struct message *message)
{
    MUST_NOT_BE_NEGATIVE(
        write(manager->calls[WRITE_END], message, sizeof *message));
}

/* What a proxy does: sends a call, and waits for the answer to it. */
static struct list call(const struct manager *manager, struct message message)
{
    send_message(manager, &message);
    MUST_NOT_BE_NEGATIVE(read(manager->answers[message.caller][READ_END],
                              &message, sizeof message));
    return message.list;
}

static void append(const struct manager *manager, int worker, int item)
{
    call(manager, (struct message){worker, LOCK, {0}});
    struct list list = call(manager, (struct message){worker, GET, {0}});
    list.items[list.size++] = item;
    call(manager, (struct message){worker, SET, list});
    call(manager, (struct message){worker, UNLOCK, {0}});
}

static void end_manager(struct manager *manager)
{
    struct message end = {.caller = MAIN, .wish = END};

    send_message(manager, &end);
    MUST_NOT_BE_NEGATIVE(waitpid(manager->pid, NULL, 0));
    MUST_NOT_BE_NEGATIVE(close(manager->calls[READ_END]));
    MUST_NOT_BE_NEGATIVE(close(manager->calls[WRITE_END]));
    for (int i = 0; i < CALLERS; i++) {
        MUST_NOT_BE_NEGATIVE(close(manager->answers[i][READ_END]));
        MUST_NOT_BE_NEGATIVE(close(manager->answers[i][WRITE_END]));
    }
}

/* So many workers, each a process, which append so many items each: of worker 1
   they are 100, 101 and so on. Returns the manager's list at the end. */
struct list append_together(int workers, int times)
{
    struct manager manager;
    pid_t pids[WORKERS];

    start_manager(&manager);
    for (int worker = 0; worker < workers; worker++) {
        pids[worker] = fork();
        MUST_NOT_BE_NEGATIVE(pids[worker]);
        if (pids[worker] == 0) {
            for (int i = 0; i < times; i++)
                append(&manager, worker, 100 * worker + i);
            _exit(0);
        }
    }
    for (int worker = 0; worker < workers; worker++)
        MUST_NOT_BE_NEGATIVE(waitpid(pids[worker], NULL, 0));
    struct list list = call(&manager, (struct message){MAIN, GET, {0}});
    end_manager(&manager);
    return list;
}

int main(void)
{
    struct list list = append_together(2, 10);

    printf("%d of 20 items are in the list\n", list.size);
    return 0;
}
