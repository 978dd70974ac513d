/* expect: ok
   Nobody wakes it; its time ends. */
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static atomic_int word;
static char other;

static void *await(void *argument)
{
    const struct timespec length = {.tv_nsec = 1000000};

    long result = syscall(SYS_futex, &word, FUTEX_WAIT, 0, &length, NULL, 0);
    return result == -1 && (errno == ETIMEDOUT || errno == EAGAIN) ? NULL
                                                                   : argument;
}

int main(void)
{
    pthread_t one;
    void *result;

    pthread_create(&one, NULL, await, &other);
    atomic_store(&word, 1);
    pthread_join(one, &result);
    return result != NULL;
}
