/* A token goes round: each copies what the one before it had, plus one. Only
   the order in which they were made is right. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int token[4];

static void *pass(void *argument)
{
    int *own = argument;

    pthread_mutex_lock(&lock);
    *own = own == token ? token[3] + 1 : own[-1] + 1;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *check(void *argument)
{
    pthread_mutex_lock(&lock);
    for (int i = 1; i < 4 && token[3]; i++)
        assert(token[i] == token[i - 1] + 1);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[5];

    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, pass, &token[i]);
    pthread_create(&threads[4], NULL, check, NULL);
    for (int i = 0; i < 5; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
