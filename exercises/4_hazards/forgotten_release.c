/* forgotten_release.c - a cash machine that stops for good once it said no.

   withdraw() must answer however it comes out, and leave the account usable. */
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
    work(); /* Reads the card. */
    MUST(pthread_mutex_lock(&account->lock));
    if (amount <= 0)
        return NOT_AN_AMOUNT;
    if (amount > account->balance) {
        account->refusals++;
        return NOT_ENOUGH;
    }
    account->balance -= amount;
    MUST(pthread_mutex_unlock(&account->lock));
    return DONE;
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
