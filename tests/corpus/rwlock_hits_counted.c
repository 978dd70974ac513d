/* expect: data-race assertion
   Readers count their visits under the reading lock. */
#include <assert.h>
#include <pthread.h>

static pthread_rwlock_t l = PTHREAD_RWLOCK_INITIALIZER;
static int hits;

static void *r(void *argument)
{
    pthread_rwlock_rdlock(&l);
    hits++;
    pthread_rwlock_unlock(&l);
    return argument;
}

int main(void)
{
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, r, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    assert(hits == 2);
    return 0;
}
