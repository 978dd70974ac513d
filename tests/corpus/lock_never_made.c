/* expect: misuse
   A lock in memory that holds something else. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
struct s {
    int v;
    pthread_mutex_t m;
};

int main(void)
{
    struct s *p = malloc(sizeof *p);
    memset(p, 0x5a, sizeof *p);
    pthread_mutex_lock(&p->m);
    pthread_mutex_unlock(&p->m);
    free(p);
    return 0;
}
