/* expect: ok
   Texts of all kinds are formatted and printed, each under the lock. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char name[16] = "nobody";
static char unended[4] = {'f', 'o', 'u', 'r'};

static void *work(void *argument)
{
    pthread_mutex_lock(&lock);
    snprintf(name, sizeof name, "%ld %s", 7L, "seven");
    strncat(name, "!", 1);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    pthread_mutex_lock(&lock);
    printf("%5.1f%% %-8s|%c %p\n", 0.5, name, 'x', NULL);
    printf("%.4s\n", unended);
    puts(name);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    return strchr(name, '!') == NULL;
}
