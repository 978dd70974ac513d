/* expect: assertion
   Deposits and withdrawals are locked; main looks at the balance without
   waiting for them. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int balance = 10;

static void *deposit(void *argument)
{
    pthread_mutex_lock(&lock);
    balance += 5;
    pthread_mutex_unlock(&lock);
    return argument;
}

static void *withdraw(void *argument)
{
    pthread_mutex_lock(&lock);
    balance -= 3;
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, deposit, NULL);
    pthread_create(&threads[1], NULL, withdraw, NULL);
    pthread_mutex_lock(&lock);
    assert(balance == 12);
    pthread_mutex_unlock(&lock);
    return 0;
}
