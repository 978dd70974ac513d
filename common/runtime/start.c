/* start.c - the first and last thing the library does in a process. */
#include "runtime/crash.h"
#include "runtime/exec.h"
#include "runtime/process.h"
#include "runtime/real.h"
#include "runtime/self.h"
#include "runtime/thread.h"

static void tell_exit(int status, void *context)
{
    (void)context;
    process_tell_exit(status, NULL);
}

/* on_exit handlers run last first, and this one is registered before those
   of the program: what the program does at its end comes before. */
__attribute__((constructor)) static void start(void)
{
    real_find();
    self_start();
    if (!self_area)
        return;
    thread_watch_end();
    crash_watch();
    exec_remember();
    process_watch_forks();
    on_exit(tell_exit, NULL);
}
