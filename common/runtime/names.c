/* names.c - names that are left. */
#include "runtime/names.h"

#include "runtime/explore.h"
#include "runtime/real.h"

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

enum { NAMES = 32, LENGTH = 128 };

static struct name {
    enum kind kind;
    bool was_there; /* Then it is not ours to take back. */
    char name[LENGTH];
} names[NAMES];
static unsigned count;

/* Linux keeps the first two as files, as shm_overview(7) says. */
static bool exists(enum kind kind, const char *name)
{
    char path[LENGTH + 32];

    if (kind == KIND_MESSAGE_QUEUE) {
        mqd_t queue = REAL(mq_open)(name, O_RDONLY);

        if (queue != (mqd_t)-1)
            REAL(mq_close)(queue);
        return queue != (mqd_t)-1;
    }
    snprintf(path, sizeof path, "/dev/shm/%s%s",
             kind == KIND_SEMAPHORE ? "sem." : "", name + (*name == '/'));
    return access(path, F_OK) == 0;
}

static bool is_known(enum kind kind, const char *name)
{
    for (unsigned i = 0; i < count; i++) {
        if (names[i].kind == kind && strcmp(names[i].name, name) == 0)
            return true;
    }
    return false;
}

void names_unlinked(enum kind kind, const char *name)
{
    for (unsigned i = 0; i < count; i++) {
        if (names[i].kind == kind && strcmp(names[i].name, name) == 0) {
            names[i] = names[--count];
            return;
        }
    }
}

void names_opening(enum kind kind, const char *name, int flags)
{
    int saved = errno;

    if (!explore_runs() || !(flags & O_CREAT) || count == NAMES ||
        strlen(name) >= LENGTH)
        return;
    if (is_known(kind, name))
        return;
    names[count].kind = kind;
    names[count].was_there = exists(kind, name);
    strcpy(names[count++].name, name);
    errno = saved;
}

void names_end(void (*tell)(enum kind kind, const char *name))
{
    while (count > 0) {
        const struct name *left = &names[--count];

        if (!exists(left->kind, left->name))
            continue; /* It could not be made. */
        if (tell)
            tell(left->kind, left->name);
        if (left->was_there)
            continue;
        if (left->kind == KIND_SEMAPHORE)
            REAL(sem_unlink)(left->name);
        else if (left->kind == KIND_MEMORY)
            REAL(shm_unlink)(left->name);
        else
            REAL(mq_unlink)(left->name);
    }
}
