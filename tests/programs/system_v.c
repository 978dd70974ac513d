/* Two processes count in memory of System V, which the lab does not see. */
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int id = shmget(IPC_PRIVATE, sizeof(int), 0600 | IPC_CREAT);
    int *count = shmat(id, NULL, 0);

    shmctl(id, IPC_RMID, NULL); /* It goes with the last who has it. */
    pid_t child = fork();
    ++*count;
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    printf("%d\n", *count);
    return 0;
}
