/* expect: ok
   A callback finds the lock from the address of a member. */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
struct dev {
    int a;
};
struct my {
    pthread_mutex_t lock;
    struct dev dev;
    int b;
};
#define container_of(p, t, m) ((t *)((char *)(p)-offsetof(t, m)))

static void *cb(void *argument)
{
    struct my *d = container_of((struct dev *)argument, struct my, dev);
    pthread_mutex_lock(&d->lock);
    d->dev.a++;
    d->b++;
    pthread_mutex_unlock(&d->lock);
    return argument;
}

int main(void)
{
    struct my *d = malloc(sizeof *d);
    pthread_mutex_init(&d->lock, NULL);
    d->dev.a = 0;
    d->b = 0;
    pthread_t t, u;
    pthread_create(&t, NULL, cb, &d->dev);
    pthread_create(&u, NULL, cb, &d->dev);
    pthread_join(t, NULL);
    pthread_join(u, NULL);
    assert(d->dev.a == 2 && d->b == 2);
    pthread_mutex_destroy(&d->lock);
    free(d);
    return 0;
}
