/* expect: misuse
   main destroys the lock before the reader is done with it. */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

static void *reader(void *argument)
{
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, reader, NULL);
    pthread_rwlock_destroy(&lock);
    pthread_join(thread, NULL);
    return 0;
}
