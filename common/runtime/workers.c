/* workers.c - starting workers, and gathering what they find. */
#include "runtime/workers.h"

#include "runtime/real.h"
#include "runtime/self.h"
#include "search/report.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>

enum { WORKERS = 64, LOOK_EVERY_NS = 2000000 };

static struct {
    struct area *lab;
    unsigned count;
    unsigned left; /* Not done yet. */
    struct worker {
        pid_t pid; /* 0: it is done. */
        struct area *area;
        struct search *search;
    } workers[WORKERS];
} all;

static void *share(size_t size)
{
    void *memory =
        REAL(mmap)(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

/* As the lab's, as far as the lab has written it. */
static struct area *copy_area(const struct area *lab)
{
    struct area *area = share(sizeof *area);

    if (!area)
        return NULL;
    memcpy(area, lab, offsetof(struct area, scheduler));
    area->scheduler.controls = lab->scheduler.controls;
    memcpy(&area->exploration, &lab->exploration,
           offsetof(struct exploration, outcomes));
    memcpy(&area->slots[0], &lab->slots[0], sizeof area->slots[0]);
    return area;
}

static bool prepare(struct worker *worker, unsigned number,
                    struct search_claims *claims)
{
    worker->area = claims ? copy_area(all.lab) : all.lab;
    worker->search = share(search_size());
    if (!worker->area || !worker->search)
        return false;
    search_init(worker->search, &all.lab->exploration.options);
    if (claims)
        search_share(worker->search, claims, number);
    return true;
}

/* What a program that is not known through and through leaves outside of its
   memory, a file or a name, no other run may meet half made: one at a time. */
static unsigned wanted(void)
{
    struct search_options *options = &all.lab->exploration.options;

    if (*all.lab->exploration.unsafe)
        return 1;
    if (options->jobs > WORKERS)
        options->jobs = WORKERS;
    if (options->runs && options->jobs > options->runs)
        options->jobs = (uint32_t)options->runs;
    return options->jobs ? options->jobs : 1;
}

static void start(struct worker *worker, void (*work)(struct search *))
{
    long parent = REAL(syscall)(SYS_getpid); /* getpid is ours. */

    worker->pid = REAL(fork)();
    if (worker->pid == 0) {
        atomic_store(self_not_forked, 1); /* Before any call that is watched. */
        REAL(prctl)(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (REAL(syscall)(SYS_getppid) == parent) {
            self_area = worker->area;
            /* A program that reads it has a process for each of its runs. */
            REAL(syscall)(SYS_lseek, STDIN_FILENO, 0L, SEEK_SET);
            work(worker->search);
        }
        REAL(_exit)(WORKER_DONE);
    }
    if (worker->pid < 0) {
        worker->pid = 0;
        all.left--;
    }
}

static struct worker *worker_of(pid_t pid)
{
    for (unsigned i = 0; i < all.count; i++) {
        if (all.workers[i].pid == pid)
            return &all.workers[i];
    }
    return NULL;
}

/* Whoever wants the search to end, all end it. */
static void gather(void)
{
    const struct exploration *parts[WORKERS];
    bool stop = atomic_load(&all.lab->exploration.stop);

    if (all.count == 1)
        return;
    for (unsigned i = 0; i < all.count; i++) {
        parts[i] = &all.workers[i].area->exploration;
        stop |= atomic_load(&parts[i]->stop) != 0;
    }
    report_merge(&all.lab->exploration, parts, all.count);
    for (unsigned i = 0; stop && i < all.count; i++)
        atomic_store(&all.workers[i].area->exploration.stop, 1);
}

static pid_t await(int *status)
{
    const struct timespec moment = {.tv_nsec = LOOK_EVERY_NS};

    if (all.count == 1)
        return REAL(waitpid)(all.workers[0].pid, status, 0);
    for (;;) {
        pid_t pid = REAL(waitpid)(-1, status, WNOHANG);

        if (pid != 0)
            return pid;
        gather();
        REAL(nanosleep)(&moment, NULL);
    }
}

/* A program that kills itself says that it exits, before. */
static bool is_killed_by_others(const struct worker *worker, int status)
{
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL &&
           !worker->area->scheduler.processes[0].exiting;
}

static void note_end(struct worker *worker, int status,
                     void (*died)(struct search *search, int status))
{
    if (is_killed_by_others(worker, status)) {
        search_lose_run(worker->search);
        return;
    }
    self_area = worker->area;
    died(worker->search, status);
    self_area = all.lab;
}

void workers_run(void (*work)(struct search *search),
                 void (*died)(struct search *search, int status))
{
    all.lab = self_area;
    all.count = wanted();
    struct search_claims *claims =
        all.count > 1 ? share(search_claims_size()) : NULL;

    if (!claims)
        all.count = 1;
    for (unsigned i = 0; i < all.count; i++) {
        if (!prepare(&all.workers[i], i, claims))
            return;
    }
    all.left = all.count;
    for (unsigned i = 0; i < all.count; i++)
        start(&all.workers[i], work);
    while (all.left > 0) {
        int status;
        pid_t pid = await(&status);
        struct worker *worker = pid > 0 ? worker_of(pid) : NULL;

        if (pid < 0)
            break;
        if (!worker)
            continue;
        if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_DONE) {
            worker->pid = 0;
            all.left--;
            continue;
        }
        if (!WIFEXITED(status) || WEXITSTATUS(status) != WORKER_MORE)
            note_end(worker, status, died);
        start(worker, work);
    }
    gather();
}
