/* expect: deadlock
   The reader has the writing end open too: the end of the file never
   comes. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int p[2];
    pipe(p);
    if (fork() == 0) {
        char c;
        while (read(p[0], &c, 1) > 0)
            ;
        _exit(0);
    }
    write(p[1], "hi", 2);
    close(p[1]);
    wait(0);
    return 0;
}
