/* expect: lost-wakeup
   Two wait for the flag, and one is woken. */
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int is_set;

static void *await(void *argument)
{
    while (!atomic_load(&is_set))
        syscall(SYS_futex, &is_set, FUTEX_WAIT, 0, NULL, NULL, 0);
    return argument;
}

int main(void)
{
    pthread_t one, other;

    pthread_create(&one, NULL, await, NULL);
    pthread_create(&other, NULL, await, NULL);
    atomic_store(&is_set, 1);
    syscall(SYS_futex, &is_set, FUTEX_WAKE, 1, NULL, NULL, 0);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    return 0;
}
