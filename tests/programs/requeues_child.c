/* requeues_child.c - a child asks the kernel for what is not modelled. */
#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static uint32_t here, there;

int main(void)
{
    if (fork() == 0) {
        syscall(SYS_futex, &here, FUTEX_REQUEUE, 0, 1, &there, 0);
        _exit(0);
    }
    wait(NULL);
    return 0;
}
