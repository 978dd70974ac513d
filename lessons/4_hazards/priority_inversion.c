/* priority_inversion.c - can the least important task hold up the most
   important one?

   Watch: `high` waits for `bus`; who runs while it waits?
   Compare with: starvation.c, where nobody is more important than another. */
#include "../must.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

enum { LOW, MIDDLE, HIGH, TASKS };
/* One processor, given to the most important; these are guarded by it. */
static pthread_mutex_t scheduler = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t given = PTHREAD_COND_INITIALIZER;
static bool wants[TASKS];
static bool busy;
static bool high_is_done;
static bool high_was_late; /* The middle one was done before it. */

static pthread_mutex_t bus = PTHREAD_MUTEX_INITIALIZER; /* A device, */
static sem_t in_use; /* and that the low one has it. */
static void get_processor(int self)
{
    MUST(pthread_mutex_lock(&scheduler));
    wants[self] = true;
    while (busy || (self < HIGH && wants[HIGH]) ||
           (self < MIDDLE && wants[MIDDLE])) /* @preempted */
        MUST(pthread_cond_wait(&given, &scheduler));
    wants[self] = false;
    busy = true;
    MUST(pthread_mutex_unlock(&scheduler));
}

static void give_processor(void)
{
    MUST(pthread_mutex_lock(&scheduler));
    busy = false;
    MUST(pthread_cond_broadcast(&given));
    MUST(pthread_mutex_unlock(&scheduler));
}

/* What the low one and the high one do: to wait takes no processor. */
static void *bus_user(void *self)
{
    MUST(pthread_mutex_lock(&bus)); /* @bus */
    MUST_NOT_BE_NEGATIVE(sem_post(&in_use));
    get_processor(*(int *)self); /* @inside */
    high_is_done = high_is_done || *(int *)self == HIGH;
    give_processor();
    MUST(pthread_mutex_unlock(&bus)); /* @free */
    return NULL;
}

static void *middle(void *self)
{
    get_processor(*(int *)self); /* @middle */
    high_was_late = !high_is_done;
    give_processor();
    return NULL;
}

int main(void)
{
    static int names[TASKS] = {LOW, MIDDLE, HIGH};
    void *(*const runs[TASKS])(void *) = {bus_user, middle, bus_user};
    pthread_t threads[TASKS];

    MUST_NOT_BE_NEGATIVE(sem_init(&in_use, 0, 0));
    for (int i = 0; i < TASKS; i++) {
        MUST(pthread_create(&threads[i], NULL, runs[i], &names[i]));
        if (i == LOW)
            MUST_NOT_BE_NEGATIVE(sem_wait(&in_use)); /* @others */
    }
    for (int i = 0; i < TASKS; i++)
        MUST(pthread_join(threads[i], NULL));
    printf("the most important task was done %s the middle one\n",
           high_was_late ? "after" : "before");
    return 0;
}
