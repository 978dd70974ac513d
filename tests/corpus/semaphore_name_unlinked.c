/* expect: ok
   An unlinked semaphore goes with the last who has it open. */
#include <fcntl.h>
#include <semaphore.h>

int main(void)
{
    sem_t *s = sem_open("/interleave-corpus-semaphore", O_CREAT, 0600, 1);
    sem_unlink("/interleave-corpus-semaphore");
    sem_wait(s);
    sem_post(s);
    sem_close(s);
    return 0;
}
