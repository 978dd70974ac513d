/* expect: ok
   A flag that is set once, and wakes all that wait for it. */
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int is_set;
static int data;

static void *await(void *argument)
{
    while (!atomic_load(&is_set))
        syscall(SYS_futex, &is_set, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, 0,
                NULL, NULL, FUTEX_BITSET_MATCH_ANY);
    return data == 7 ? argument : NULL;
}

int main(void)
{
    pthread_t one, other;

    pthread_create(&one, NULL, await, NULL);
    pthread_create(&other, NULL, await, NULL);
    data = 7;
    atomic_store(&is_set, 1);
    syscall(SYS_futex, &is_set, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, INT_MAX, NULL,
            NULL, 0);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    return 0;
}
