/* expect: crash
   An address that is none, in one of the ways there are. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static int *nowhere;
static char text[64];

static void use(int way)
{
    switch (way) {
    case 0:
        text[0] = (char)*nowhere; /* @read */
        break;
    case 1:
        *nowhere = 1; /* @write */
        break;
    case 2:
        memcpy(text, nowhere, sizeof text); /* @copy */
        break;
    case 3:
        atomic_fetch_add((atomic_int *)nowhere, 1); /* @atomic */
        break;
    case 4:
        text[0] = (char)strtol((char *)nowhere, NULL, 10); /* @number */
        break;
    default:
        pthread_mutex_lock((pthread_mutex_t *)nowhere); /* @lock */
        break;
    }
}

static void *crash(void *argument)
{
    use(*(int *)argument);
    return argument;
}

int main(int argc, char **argv)
{
    int way = argc > 1 ? atoi(argv[1]) : 0;
    pthread_t thread;

    nowhere = (int *)(argc > 2 ? 0xdead0000UL : 0);
    pthread_create(&thread, NULL, crash, &way);
    pthread_join(thread, NULL);
    return 0;
}
