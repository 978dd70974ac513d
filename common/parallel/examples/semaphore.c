/* semaphore.c - three places, five cars, and a gate that counts.
   Prints:
       a fourth car: no place
       one leaves, the fourth parks
       one leaves too often: refused */
#include "parallel/semaphore.h"

#include <errno.h>
#include <stdio.h>

int main(void)
{
    struct semaphore parking;

    semaphore_init_bounded(&parking, 3, BETWEEN_THREADS);
    for (int car = 0; car < 3; car++)
        semaphore_acquire(&parking, FOREVER);
    if (semaphore_acquire(&parking, 10) == ETIMEDOUT)
        puts("a fourth car: no place");
    semaphore_release(&parking);
    if (semaphore_acquire(&parking, 10) == 0)
        puts("one leaves, the fourth parks");
    for (int car = 0; car < 3; car++)
        semaphore_release(&parking);
    if (semaphore_release(&parking) == EOVERFLOW)
        puts("one leaves too often: refused");
    semaphore_fini(&parking);
}
