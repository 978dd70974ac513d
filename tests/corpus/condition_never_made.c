/* expect: misuse
   A condition in memory that holds something else. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct channel {
    int length;
    pthread_cond_t changed;
};

int main(void)
{
    struct channel *channel = malloc(sizeof *channel);

    memset(channel, 0x5a, sizeof *channel);
    pthread_cond_signal(&channel->changed);
    free(channel);
    return 0;
}
