/* expect: leak
   The first process ends; the one that it leaves behind never waits for a
   child of its own. */
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
    if (fork() > 0)
        return 0;
    if (fork() == 0)
        _exit(0);
    sleep(1);
    return 0;
}
