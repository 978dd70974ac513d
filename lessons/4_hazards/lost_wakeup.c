/* lost_wakeup.c - what becomes of a signal that nobody waits for?

   Watch: which comes first, the guest's wait or the cook's signal.
   Compare with: condition.c, where the guest looks before it waits. */
#include "../must.h"

#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t kitchen = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER; /* Remembers nothing. */

/* Work that takes each of them as long. */
static void work(void)
{
    usleep(1000);
}

static void *cook(void *unused)
{
    work();
    MUST(pthread_mutex_lock(&kitchen));
    MUST(pthread_cond_signal(&bell)); /* @signal */
    MUST(pthread_mutex_unlock(&kitchen));
    puts("cook: the soup is ready");
    return unused;
}

static void *guest(void *unused)
{
    work();
    MUST(pthread_mutex_lock(&kitchen));
    MUST(pthread_cond_wait(&bell, &kitchen)); /* @wait */
    MUST(pthread_mutex_unlock(&kitchen));
    puts("guest: thank you");
    return unused;
}

int main(void)
{
    pthread_t first;
    pthread_t second;

    MUST(pthread_create(&first, NULL, cook, NULL));
    MUST(pthread_create(&second, NULL, guest, NULL));
    MUST(pthread_join(first, NULL));
    MUST(pthread_join(second, NULL)); /* @join */
    puts("the guest has eaten");
    return 0;
}
