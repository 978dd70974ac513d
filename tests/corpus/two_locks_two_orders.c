/* expect: assertion
   Each variable has its lock, and the result depends on who was first at
   each. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t a, b;
static int d1, d2;

static void *t1(void *argument)
{
    pthread_mutex_lock(&a);
    d1++;
    pthread_mutex_unlock(&a);
    pthread_mutex_lock(&b);
    d2++;
    pthread_mutex_unlock(&b);
    return argument;
}

static void *t2(void *argument)
{
    pthread_mutex_lock(&a);
    d1 += 5;
    pthread_mutex_unlock(&a);
    pthread_mutex_lock(&b);
    d2 -= 6;
    pthread_mutex_unlock(&b);
    return argument;
}

int main(void)
{
    pthread_t x, y;
    pthread_mutex_init(&a, NULL);
    pthread_mutex_init(&b, NULL);
    d1 = 10;
    d2 = 10;
    pthread_create(&x, NULL, t1, NULL);
    pthread_create(&y, NULL, t2, NULL);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    assert(d1 != 16 && d2 != 5);
    return 0;
}
