/* keeps.c - a lock kept for a few milliseconds at a time, by one who does
   nothing else that could be noticed.

   Prints for how many nanoseconds in all: at least, and at most. */
#include <pthread.h>
#include <stdio.h>
#include <time.h>

enum { ROUNDS = 5, KEEP_NS = 3000000 };

static pthread_mutex_t kept = PTHREAD_MUTEX_INITIALIZER;

static long now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000 + now.tv_nsec;
}

int main(void)
{
    long least = 0, most = 0;

    for (int i = 0; i < ROUNDS; i++) {
        long before = now_ns();
        pthread_mutex_lock(&kept);
        long from = now_ns();
        while (now_ns() - from < KEEP_NS)
            continue;
        long to = now_ns();
        pthread_mutex_unlock(&kept);
        least += to - from;
        most += now_ns() - before;
    }
    printf("%ld %ld\n", least, most);
    return 0;
}
