/* expect: ok
   An error-checking lock refuses, and the program asks. */
#include <pthread.h>

static pthread_mutex_t lock;

static void *use(void *argument)
{
    if (pthread_mutex_lock(&lock) == 0)
        pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread;
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&lock, &attributes);
    pthread_create(&thread, NULL, use, NULL);
    use(NULL);
    pthread_join(thread, NULL);
    return pthread_mutex_destroy(&lock);
}
