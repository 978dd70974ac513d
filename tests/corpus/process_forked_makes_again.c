/* expect: misuse
   The child makes the lock new while its copy is held: by a thread that is not
   in the child, and may have ended by then. */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void *w(void *argument)
{
    pthread_mutex_lock(&m);
    pthread_mutex_unlock(&m);
    return argument;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, w, NULL);
    if (fork() == 0) {
        pthread_mutex_init(&m, NULL);
        _exit(0);
    }
    wait(0);
    pthread_join(t, NULL);
    return 0;
}
