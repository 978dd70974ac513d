/* expect: leak
   The parent goes on for a while and never waits for its children. */
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 2; i++)
        if (fork() == 0)
            _exit(0);
    sleep(1);
    return 0;
}
