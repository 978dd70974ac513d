/* late.c - main against one thread, which may have ended when main moves.

   The thread looks at one variable and writes another twice; main writes the
   first and looks at the other: 2 orders of the one, 3 of the other. With an
   argument two threads post a semaphore for which main waits: it goes on after
   the one, after the other, or after both. */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int shared;
static atomic_int hazard;
static sem_t posted;

static void *look_and_write(void *argument)
{
    hazard = shared + 1;
    hazard = 0;
    return argument;
}

static void *post(void *argument)
{
    sem_post(&posted);
    return argument;
}

static void ask(void)
{
    pthread_t threads[2];

    sem_init(&posted, 0, 0);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, post, NULL);
    sem_wait(&posted);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}

int main(int argc, char **argv)
{
    pthread_t thread;

    (void)argv;
    if (argc > 1) {
        ask();
        return 0;
    }
    pthread_create(&thread, NULL, look_and_write, NULL);
    shared = 1;
    (void)hazard;
    pthread_join(thread, NULL);
    return 0;
}
