/* expect: leak
   The semaphore is closed, and its name stays. */
#include <fcntl.h>
#include <semaphore.h>

int main(void)
{
    sem_t *s = sem_open("/interleave-corpus-semaphore", O_CREAT, 0600, 1);
    sem_wait(s);
    sem_post(s);
    sem_close(s);
    return 0;
}
