/* threads.c - what is a thread, and who decides in which order they run?

   Watch: ten threads of one process asleep, and main; then who is first when
   all of them wake at the same moment.
   Compare with: processes.c, where each worker has a process to itself. */
#include "../must.h"

#include <dirent.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 10 };

static double alarm_time; /* When they wake: one moment for all. */

static pthread_mutex_t list = PTHREAD_MUTEX_INITIALIZER;
static char woken[64]; /* Guarded by list: who woke, in that order. */

static double now(void)
{
    struct timespec time;

    MUST_NOT_BE_NEGATIVE(clock_gettime(CLOCK_MONOTONIC, &time));
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The threads of this process: the kernel keeps a folder for each, beside the
   usual two, "." and "..". */
static int live_threads(void)
{
    DIR *folder = opendir("/proc/self/task");
    int count = -2;

    MUST(folder ? 0 : errno);
    while (readdir(folder))
        count++;
    MUST_NOT_BE_NEGATIVE(closedir(folder));
    return count;
}

static void *sleeper(void *argument)
{
    int number = *(int *)argument;
    double left = alarm_time - now();

    if (left > 0)
        usleep((useconds_t)(left * 1e6)); /* @sleep */
    MUST(pthread_mutex_lock(&list));      /* @wake */
    size_t used = strlen(woken);
    snprintf(woken + used, sizeof woken - used, " %d", number);
    MUST(pthread_mutex_unlock(&list));
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    int numbers[THREADS];

    alarm_time = now() + 3;
    MUST(pthread_mutex_lock(&list)); /* @nobody_leaves */
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i + 1;
        MUST(pthread_create(&threads[i], NULL, sleeper, &numbers[i]));
    }
    printf("threads alive: %d\n", live_threads()); /* @count */
    MUST(pthread_mutex_unlock(&list));
    for (int i = 0; i < THREADS; i++)
        MUST(pthread_join(threads[i], NULL)); /* @join */
    printf("woke:%s, %s\n", woken,
           strcmp(woken, " 1 2 3 4 5 6 7 8 9 10") == 0
               ? "in the order of creation"
               : "in an order of their own");
    return 0;
}
