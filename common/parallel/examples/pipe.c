/* pipe.c - a child says something, and then no more.
   Prints:
       the child says: ready
       the child has closed its end */
#include "parallel/pipe.h"

#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    struct pipe mine, theirs;
    char text[100];
    size_t size;

    if (pipe_new(&mine, &theirs))
        return 1;
    if (fork() == 0) {
        pipe_close(&mine);
        pipe_send(&theirs, "ready", 5, FOREVER);
        _exit(0);
    }
    pipe_close(&theirs); /* Or this copy would hide the end. */
    while (pipe_receive(&mine, text, sizeof text, &size, FOREVER) == 0)
        printf("the child says: %.*s\n", (int)size, text);
    puts("the child has closed its end");
    wait(NULL);
}
