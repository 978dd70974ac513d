/* expect: deadlock
   Who waits does not say so in the word: it is not woken. */
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int word;
static atomic_int sleepers;
static int count;

static void lock(void)
{
    while (atomic_exchange(&word, 1) != 0) {
        syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 1, NULL, NULL, 0);
        atomic_fetch_add(&sleepers, 1);
    }
}

static void unlock(void)
{
    atomic_store(&word, 0);
    if (atomic_load(&sleepers) > 0)
        syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void *add(void *argument)
{
    lock();
    count++;
    unlock();
    return argument;
}

int main(void)
{
    pthread_t one, other;

    pthread_create(&one, NULL, add, NULL);
    pthread_create(&other, NULL, add, NULL);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    return count != 2;
}
