/* watcher.c - inotify, or looking now and then. */
#include "tui/exercises/watcher.h"

#include "must.h"

#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#ifndef CIFS_SUPER_MAGIC
#define CIFS_SUPER_MAGIC 0xff534d42
#endif

struct watcher {
    char *path;
    int events; /* -1: it polls. */

    struct timespec changed; /* Of the file, and */
    off_t size;              /* its size, when last looked at. */
    uint64_t touched_ms;     /* The latest sign of a change; 0: none. */
    uint64_t looked_ms;
};

/* File systems on which others write without this kernel knowing. */
static bool is_remote(const char *folder)
{
    static const unsigned long remote[] = {
        NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC,  V9FS_MAGIC,      AFS_SUPER_MAGIC,
        FUSE_SUPER_MAGIC, CIFS_SUPER_MAGIC, CODA_SUPER_MAGIC};
    struct statfs about;

    if (statfs(folder, &about) != 0)
        return true;
    for (size_t i = 0; i < sizeof remote / sizeof *remote; i++) {
        if ((unsigned long)about.f_type == remote[i])
            return true;
    }
    return false;
}

static bool look(struct watcher *watcher)
{
    struct stat status;

    if (stat(watcher->path, &status) != 0)
        return false;
    bool other = status.st_mtim.tv_sec != watcher->changed.tv_sec ||
                 status.st_mtim.tv_nsec != watcher->changed.tv_nsec ||
                 status.st_size != watcher->size;
    watcher->changed = status.st_mtim;
    watcher->size = status.st_size;
    return other;
}

struct watcher *watcher_new(const char *path)
{
    struct watcher *watcher = must_allocate(1, sizeof *watcher);
    const char *slash = strrchr(path, '/');
    char *folder = slash ? must_print("%.*s", (int)(slash - path + 1), path)
                         : must_copy(".");

    *watcher = (struct watcher){.path = must_copy(path), .events = -1};
    look(watcher);
    if (!is_remote(folder) && !getenv("INTERLEAVE_POLL"))
        watcher->events = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watcher->events >= 0 &&
        inotify_add_watch(watcher->events, folder,
                          IN_CLOSE_WRITE | IN_MOVED_TO) < 0) {
        close(watcher->events);
        watcher->events = -1;
    }
    free(folder);
    return watcher;
}

void watcher_free(struct watcher *watcher)
{
    if (!watcher)
        return;
    if (watcher->events >= 0)
        close(watcher->events);
    free(watcher->path);
    free(watcher);
}

bool watcher_polls(const struct watcher *watcher)
{
    return watcher->events < 0;
}

int watcher_descriptor(const struct watcher *watcher)
{
    return watcher->events;
}

static int until(uint64_t due_ms, uint64_t now_ms)
{
    return due_ms > now_ms ? (int)(due_ms - now_ms) : 0;
}

int watcher_patience(const struct watcher *watcher, uint64_t now_ms)
{
    if (watcher->touched_ms)
        return until(watcher->touched_ms + WATCHER_QUIET_MS, now_ms);
    return watcher_polls(watcher)
               ? until(watcher->looked_ms + WATCHER_POLLS_MS, now_ms)
               : -1;
}

/* Which of the folder's files it was is seen by looking. */
static bool is_told(struct watcher *watcher)
{
    char events[4096];
    bool any = false;

    while (read(watcher->events, events, sizeof events) > 0)
        any = true;
    return any;
}

bool watcher_saved(struct watcher *watcher, uint64_t now_ms)
{
    bool due = watcher_polls(watcher)
                   ? now_ms >= watcher->looked_ms + WATCHER_POLLS_MS
                   : is_told(watcher);

    if (due) {
        watcher->looked_ms = now_ms;
        if (look(watcher))
            watcher->touched_ms = now_ms;
    }
    if (!watcher->touched_ms || now_ms < watcher->touched_ms + WATCHER_QUIET_MS)
        return false;
    watcher->touched_ms = 0;
    return true;
}
