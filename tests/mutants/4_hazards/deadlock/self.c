/* expect: deadlock
   An account that pays itself is forgotten. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>

struct account {
    int number; /* No two accounts have the same. */
    pthread_mutex_t lock;
    int balance; /* Guarded by lock. */
};

void transfer(struct account *from, struct account *to, int amount)
{
    struct account *first = from->number < to->number ? from : to;
    struct account *second = first == from ? to : from;
    MUST(pthread_mutex_lock(&first->lock));
    MUST(pthread_mutex_lock(&second->lock));
    work(); /* Writes the books. */
    from->balance -= amount;
    to->balance += amount;
    MUST(pthread_mutex_unlock(&second->lock));
    MUST(pthread_mutex_unlock(&first->lock));
}

static struct account anna = {1, PTHREAD_MUTEX_INITIALIZER, 1000};
static struct account ben = {2, PTHREAD_MUTEX_INITIALIZER, 1000};

static void *anna_pays(void *unused)
{
    for (int i = 0; i < 1000; i++)
        transfer(&anna, &ben, 1);
    return unused;
}

static void *ben_pays(void *unused)
{
    for (int i = 0; i < 1000; i++)
        transfer(&ben, &anna, 1);
    return unused;
}

int main(void)
{
    pthread_t first;
    pthread_t second;

    MUST(pthread_create(&first, NULL, anna_pays, NULL));
    MUST(pthread_create(&second, NULL, ben_pays, NULL));
    MUST(pthread_join(first, NULL));
    MUST(pthread_join(second, NULL));
    printf("anna has %d, ben has %d\n", anna.balance, ben.balance);
    return 0;
}
