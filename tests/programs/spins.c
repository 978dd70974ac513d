/* spins.c - for ever: "works" locks and unlocks, anything else only runs. */
#include <pthread.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static volatile unsigned long rounds;

int main(int argc, char **argv)
{
    int works = argc > 1 && strcmp(argv[1], "works") == 0;

    if (write(STDOUT_FILENO, "ready\n", 6) != 6)
        return 1;
    for (;;) {
        rounds++;
        if (works) {
            pthread_mutex_lock(&door);
            pthread_mutex_unlock(&door);
            usleep(200);
        }
    }
}
