/* requeues.c - a thread asks the kernel for what is not modelled. */
#include <linux/futex.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint32_t here, there;

static void *move_on(void *argument)
{
    syscall(SYS_futex, &here, FUTEX_REQUEUE, 0, 1, &there, 0);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, move_on, NULL);
    pthread_join(thread, NULL);
    return 0;
}
