/* expect: livelock
   The last waits of the two look alike: both wait at the door. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int flag1, flag2;
static int x;

static void *t1(void *argument)
{
    flag1 = 1;
    while (flag2 >= 3) {
    }
    flag1 = 3;
    if (flag2 == 1) {
        flag1 = 2;
        while (flag2 != 4) {
        }
    }
    flag1 = 4;
    while (flag2 >= 2) {
    }
    x = 0;
    assert(x <= 0);
    while (2 <= flag2 && flag2 <= 3) {
    }
    flag1 = 0;
    return argument;
}

static void *t2(void *argument)
{
    flag2 = 1;
    while (flag1 >= 3) {
    }
    flag2 = 3;
    if (flag1 == 1) {
        flag2 = 2;
        while (flag1 != 4) {
        }
    }
    flag2 = 4;
    while (flag1 >= 2) {
    }
    x = 1;
    assert(x >= 1);
    while (2 <= flag1 && flag1 <= 3) {
    }
    flag2 = 0;
    return argument;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, t1, NULL);
    pthread_create(&b, NULL, t2, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
