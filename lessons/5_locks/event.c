/* event.c - how do many threads wait for one "go"?

   Watch: three runners wait on `go`, then all wake at once; a fourth comes
   late and does not wait at all.
   Compare with: lost_wakeup.c, where the late one waits for ever. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

/* POSIX has no events; this is all that one is: a flag that can be waited
   for. Once set, it stays set. */
struct event {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* is_set. */
    bool is_set;            /* Guarded by lock. */
};

static struct event go = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
                          false};

static void event_set(struct event *event)
{
    MUST(pthread_mutex_lock(&event->lock));
    event->is_set = true;
    MUST(pthread_cond_broadcast(&event->changed)); /* @set */
    MUST(pthread_mutex_unlock(&event->lock));
}

static void event_wait(struct event *event)
{
    MUST(pthread_mutex_lock(&event->lock));
    while (!event->is_set)                                      /* @look */
        MUST(pthread_cond_wait(&event->changed, &event->lock)); /* @wait */
    MUST(pthread_mutex_unlock(&event->lock));
}

static void *run(void *name)
{
    event_wait(&go);
    printf("%s runs\n", (const char *)name); /* @run */
    return NULL;
}

int main(void)
{
    static char names[4][8] = {"Ann", "Bob", "Cem", "Late"};
    pthread_t runners[4];

    for (int i = 0; i < 3; i++)
        MUST(pthread_create(&runners[i], NULL, run, names[i]));
    sleep(1); /* Time for them to line up. */
    puts("GO!");
    event_set(&go);
    MUST(pthread_create(&runners[3], NULL, run, names[3])); /* @late */
    for (int i = 0; i < 4; i++)
        MUST(pthread_join(runners[i], NULL));
    puts("all four have run");
    return 0;
}
