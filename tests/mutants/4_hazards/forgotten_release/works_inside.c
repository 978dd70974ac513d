/* expect: beside-the-point
   The card is read under the lock. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>

enum { DONE = 0, NOT_AN_AMOUNT = -1, NOT_ENOUGH = -2 };

struct account {
    pthread_mutex_t lock;
    int balance;  /* Guarded by lock; never below 0. */
    int refusals; /* The same; how often too much was asked for. */
};

void account_init(struct account *account, int balance)
{
    MUST(pthread_mutex_init(&account->lock, NULL));
    account->balance = balance;
    account->refusals = 0;
}

void account_fini(struct account *account)
{
    MUST(pthread_mutex_destroy(&account->lock));
}

/* DONE, or why not. */
int withdraw(struct account *account, int amount)
{
    int answer = DONE;

    MUST(pthread_mutex_lock(&account->lock));
    work();
    if (amount <= 0) {
        answer = NOT_AN_AMOUNT;
    } else if (amount > account->balance) {
        account->refusals++;
        answer = NOT_ENOUGH;
    } else {
        account->balance -= amount;
    }
    MUST(pthread_mutex_unlock(&account->lock));
    return answer;
}

int main(void)
{
    struct account account;

    account_init(&account, 100);
    printf("60: %d\n", withdraw(&account, 60));
    printf("60: %d\n", withdraw(&account, 60));
    printf("10: %d\n", withdraw(&account, 10));
    account_fini(&account);
    return 0;
}
