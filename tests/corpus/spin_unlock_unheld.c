/* expect: misuse
   A spin lock is unlocked that nobody holds. */
#include <pthread.h>

static pthread_spinlock_t s;

int main(void)
{
    pthread_spin_init(&s, 0);
    pthread_spin_unlock(&s);
    pthread_spin_destroy(&s);
    return 0;
}
