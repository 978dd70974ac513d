/* expect: misuse
   A post too many is refused, and nobody looks. */
#include <limits.h>
#include <semaphore.h>

static sem_t semaphore;

int main(void)
{
    sem_init(&semaphore, 0, SEM_VALUE_MAX);
    sem_post(&semaphore);
    sem_destroy(&semaphore);
    return 0;
}
