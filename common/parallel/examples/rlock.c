/* rlock.c - a function that locks calls another that locks too.
   Prints:
       balance: 30 */
#include "parallel/rlock.h"

#include <stdio.h>

static struct rlock lock = RLOCK_INIT;
static int balance; /* Guarded by lock. */

static void deposit(int amount)
{
    rlock_acquire(&lock, FOREVER);
    balance += amount;
    rlock_release(&lock);
}

static void deposit_twice(int amount)
{
    rlock_acquire(&lock, FOREVER); /* Nobody sees it half done. */
    deposit(amount);
    deposit(amount);
    rlock_release(&lock);
}

int main(void)
{
    deposit_twice(15);
    printf("balance: %d\n", balance);
}
