/* A deposit under the lock, a withdrawal that reads the balance without it. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int balance = 100;
static int deposited, withdrawn;

static void *deposit(void *argument)
{
    pthread_mutex_lock(&lock);
    balance += 30;
    deposited = 1;
    pthread_mutex_unlock(&lock);
    return argument;
}

static void *withdraw(void *argument)
{
    int seen = balance;

    pthread_mutex_lock(&lock);
    balance = seen - 20;
    withdrawn = 1;
    pthread_mutex_unlock(&lock);
    return argument;
}

static void *check(void *argument)
{
    pthread_mutex_lock(&lock);
    if (deposited && withdrawn)
        assert(balance == 110);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[3];

    pthread_create(&threads[0], NULL, check, NULL);
    pthread_create(&threads[1], NULL, deposit, NULL);
    pthread_create(&threads[2], NULL, withdraw, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
