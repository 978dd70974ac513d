/* expect: ok
   Lamport's fast lock for two. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int x, y, b1, b2;
static int X;

static void *t1(void *argument)
{
    while (1) {
        b1 = 1;
        x = 1;
        if (y != 0) {
            b1 = 0;
            while (y != 0) {
            }
            continue;
        }
        y = 1;
        if (x != 1) {
            b1 = 0;
            while (b2 >= 1) {
            }
            if (y != 1) {
                while (y != 0) {
                }
                continue;
            }
        }
        break;
    }
    X = 0;
    assert(X <= 0);
    y = 0;
    b1 = 0;
    return argument;
}

static void *t2(void *argument)
{
    while (1) {
        b2 = 1;
        x = 2;
        if (y != 0) {
            b2 = 0;
            while (y != 0) {
            }
            continue;
        }
        y = 2;
        if (x != 2) {
            b2 = 0;
            while (b1 >= 1) {
            }
            if (y != 2) {
                while (y != 0) {
                }
                continue;
            }
        }
        break;
    }
    X = 1;
    assert(X >= 1);
    y = 0;
    b2 = 0;
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
