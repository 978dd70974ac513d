/* shared.c - a child counts where its parent sees it.
   Prints:
       own memory: 0, shared: 1000 */
#include "parallel/shared.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    struct shared_value *shared;
    int own = 0;

    if (shared_value_new(&shared, 0))
        return 1;
    if (fork() == 0) {
        for (int i = 0; i < 1000; i++) {
            own++;
            shared_value_add(shared, 1);
        }
        _exit(own != 1000);
    }
    wait(NULL);
    printf("own memory: %d, shared: %d\n", own, (int)shared_value_get(shared));
    shared_value_free(shared);
}
