/* watcher.h - has a file been saved?

   The folder is watched rather than the file, since editors save by writing
   another one and renaming it. Where the file system does not tell, the file is
   looked at twice a second. Saves that come close together are one. */
#ifndef TUI_EXERCISES_WATCHER_H
#define TUI_EXERCISES_WATCHER_H

#include <stdbool.h>
#include <stdint.h>

enum { WATCHER_QUIET_MS = 200, WATCHER_POLLS_MS = 500 };

struct watcher;

struct watcher *watcher_new(const char *path);
void watcher_free(struct watcher *watcher);

/* The file system does not tell: it is looked at now and then. */
bool watcher_polls(const struct watcher *watcher);

/* To wait for; -1: none. */
int watcher_descriptor(const struct watcher *watcher);

/* Milliseconds until it should be asked again; -1: when there is something. */
int watcher_patience(const struct watcher *watcher, uint64_t now_ms);

/* It was saved, and has been quiet since. Says so once. */
bool watcher_saved(struct watcher *watcher, uint64_t now_ms);

#endif
