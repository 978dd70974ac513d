/* pipe.c - how does one process send to another, and how does it say "done"?

   Watch: bytes wait in the pipe when the writer is ahead; the last read, that
   gets nothing, comes when no writing end is open any more.
   Compare with: shared_memory.c, where nothing is copied and nothing waits. */
#include "../must.h"

#include <sys/wait.h>
#include <unistd.h>

enum { NUMBERS = 5, READING = 0, WRITING = 1 };

static int ends[2];

/* The child: sends 1, 2, 3 and so on, then closes. */
static void produce(void)
{
    MUST_NOT_BE_NEGATIVE(close(ends[READING]));
    for (int next = 1; next <= NUMBERS; next++) {
        ssize_t size = write(ends[WRITING], &next, sizeof next); /* @write */

        MUST_NOT_BE_NEGATIVE(size);
    }
    MUST_NOT_BE_NEGATIVE(close(ends[WRITING])); /* @close */
}

/* Reads until the end of file; returns how many came in the right order. */
static int consume(void)
{
    int in_order = 0;

    for (;;) {
        int number;
        ssize_t size = read(ends[READING], &number, sizeof number); /* @read */

        MUST_NOT_BE_NEGATIVE(size);
        if (size == 0) /* @end */
            return in_order;
        in_order += number == in_order + 1;
        printf("main received %d\n", number);
    }
}

int main(void)
{
    pid_t child;

    MUST_NOT_BE_NEGATIVE(pipe(ends));
    MUST_NOT_BE_NEGATIVE(child = fork());
    if (child == 0) {
        produce();
        exit(0);
    }
    MUST_NOT_BE_NEGATIVE(close(ends[WRITING])); /* @not_mine */
    int in_order = consume();
    MUST_NOT_BE_NEGATIVE(waitpid(child, NULL, 0));
    printf("%d of %d in order, then end of file\n", in_order, NUMBERS);
    return 0;
}
