/* expect: ok
   A thread ends with a robust lock, and the next repairs what it guards. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>

static pthread_mutex_t lock;
static int half;

static void *dies(void *argument)
{
    int error = pthread_mutex_lock(&lock);

    if (error == EOWNERDEAD)
        pthread_mutex_consistent(&lock);
    half++;
    return argument;
}

int main(void)
{
    pthread_t thread;
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&lock, &attributes);
    pthread_create(&thread, NULL, dies, NULL);
    int error = pthread_mutex_lock(&lock);
    if (error == EOWNERDEAD) {
        half = 2;
        pthread_mutex_consistent(&lock);
    }
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    error = pthread_mutex_lock(&lock);
    assert(error == EOWNERDEAD || half == 2);
    if (error == EOWNERDEAD)
        pthread_mutex_consistent(&lock);
    pthread_mutex_unlock(&lock);
    pthread_mutex_destroy(&lock);
    return 0;
}
