/* isolation.c - can a child process change a variable of its parent?

   Watch: every child prints the same address of `counter`, and not one of
   them changes what the parent finds there.
   Compare with: threads_share.c, where the variable is one for all. */
#include "../must.h"

#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 3 };

static int counter = 10;

static void add_one(const char *who)
{
    counter += 1; /* @change */
    printf("%s: counter = %d at %p\n", who, counter, (void *)&counter);
}

int main(void)
{
    int seen[CHILDREN];

    /* Print by lines: text kept for later would be copied into each child. */
    MUST(setvbuf(stdout, NULL, _IOLBF, 0));
    add_one("main"); /* @before */
    for (int i = 0; i < CHILDREN; i++) {
        pid_t child;

        MUST_NOT_BE_NEGATIVE(child = fork()); /* @copy */
        if (child == 0) {
            add_one("child");
            exit(counter); /* @exit */
        }
    }
    for (int i = 0; i < CHILDREN; i++) {
        int status;

        MUST_NOT_BE_NEGATIVE(wait(&status)); /* @wait */
        seen[i] = WEXITSTATUS(status);
    }
    printf("the children ended with %d, %d and %d\n", seen[0], seen[1],
           seen[2]);
    printf("at the end main finds counter = %d\n", counter); /* @after */
    return 0;
}
