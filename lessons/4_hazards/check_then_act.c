/* check_then_act.c - is an answer still true when it is used?

   Watch: both threads look at the balance before either of them has paid out.
   Compare with: race_condition.c, where nothing is locked; here every access
   is, and it helps nothing. */
#include "../must.h"

#include <assert.h>
#include <pthread.h>
#include <unistd.h>

enum { WANTED = 80 };

static pthread_mutex_t account = PTHREAD_MUTEX_INITIALIZER;
static int balance = 100; /* Guarded by account. */

static int look(void)
{
    MUST(pthread_mutex_lock(&account));
    int seen = balance; /* @look */
    MUST(pthread_mutex_unlock(&account));
    return seen;
}

static void pay_out(int amount)
{
    MUST(pthread_mutex_lock(&account));
    balance -= amount; /* @pay */
    MUST(pthread_mutex_unlock(&account));
}

static void *customer(void *unused)
{
    if (look() >= WANTED) { /* @check */
        usleep(1000);       /* The machine counts the notes. */
        pay_out(WANTED);    /* @act */
    }
    return unused;
}

int main(void)
{
    pthread_t first;
    pthread_t second;

    MUST(pthread_create(&first, NULL, customer, NULL));
    MUST(pthread_create(&second, NULL, customer, NULL));
    MUST(pthread_join(first, NULL));
    MUST(pthread_join(second, NULL));
    printf("balance = %d\n", balance);
    assert(balance >= 0); /* @never_below */
    return 0;
}
