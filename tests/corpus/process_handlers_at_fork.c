/* expect: ok
   A lock is held during a fork, and let go of on both sides. */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void hold(void)
{
    pthread_mutex_lock(&lock);
}

static void let_go(void)
{
    pthread_mutex_unlock(&lock);
}

int main(void)
{
    pthread_atfork(hold, let_go, let_go);
    pid_t child = fork();
    hold();
    let_go();
    if (child == 0)
        _exit(0);
    return waitpid(child, NULL, 0) != child;
}
