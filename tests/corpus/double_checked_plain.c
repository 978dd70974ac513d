/* expect: data-race
   Double-checked initialisation with a plain pointer. */
#include <pthread.h>
#include <stddef.h>

static int object;
static int *instance;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *use(void *argument)
{
    if (!instance) {
        pthread_mutex_lock(&lock);
        if (!instance) {
            object = 9;
            instance = &object;
        }
        pthread_mutex_unlock(&lock);
    }
    return *instance == 9 ? NULL : argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, use, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
