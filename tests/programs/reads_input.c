/* Does what its input says: "one" thread at a time takes two locks, or "both"
   do at once, in opposite orders, which can be a deadlock. Without input it
   exits with 3. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static pthread_mutex_t locks[2] = {PTHREAD_MUTEX_INITIALIZER,
                                   PTHREAD_MUTEX_INITIALIZER};

static void *work(void *argument)
{
    pthread_mutex_t *first = argument;
    pthread_mutex_t *second = first == locks ? locks + 1 : locks;

    pthread_mutex_lock(first);
    pthread_mutex_lock(second);
    pthread_mutex_unlock(second);
    pthread_mutex_unlock(first);
    return NULL;
}

int main(void)
{
    char word[16];
    pthread_t threads[2];

    if (scanf("%15s", word) != 1)
        return 3;
    pthread_create(&threads[0], NULL, work, &locks[0]);
    if (strcmp(word, "one") == 0)
        pthread_join(threads[0], NULL);
    pthread_create(&threads[1], NULL, work, &locks[1]);
    if (strcmp(word, "one") != 0)
        pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
