/* expect: misuse
   Two parts of a program clean up the same lock. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void clean_up(void)
{
    pthread_mutex_destroy(&lock);
}

int main(void)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    clean_up();
    clean_up();
    return 0;
}
