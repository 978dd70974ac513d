/* expect: lost-wakeup
   One ring for one runner. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>

struct event {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* set. */
    bool set;               /* Guarded by lock. */
};

void event_init(struct event *event)
{
    MUST(pthread_mutex_init(&event->lock, NULL));
    MUST(pthread_cond_init(&event->changed, NULL));
    event->set = false;
}

/* Nobody waits any more. */
void event_fini(struct event *event)
{
    MUST(pthread_cond_destroy(&event->changed));
    MUST(pthread_mutex_destroy(&event->lock));
}

void event_set(struct event *event)
{
    MUST(pthread_mutex_lock(&event->lock));
    event->set = true;
    MUST(pthread_cond_signal(&event->changed));
    MUST(pthread_mutex_unlock(&event->lock));
}

void event_wait(struct event *event)
{
    MUST(pthread_mutex_lock(&event->lock));
    while (!event->set)
        MUST(pthread_cond_wait(&event->changed, &event->lock));
    MUST(pthread_mutex_unlock(&event->lock));
}

static struct event go;

static void *run(void *number)
{
    event_wait(&go);
    printf("runner %d runs\n", *(int *)number);
    return NULL;
}

int main(void)
{
    int numbers[3] = {1, 2, 3};
    pthread_t runners[3];

    event_init(&go);
    for (int i = 0; i < 3; i++)
        MUST(pthread_create(&runners[i], NULL, run, &numbers[i]));
    event_set(&go);
    for (int i = 0; i < 3; i++)
        MUST(pthread_join(runners[i], NULL));
    event_fini(&go);
    return 0;
}
