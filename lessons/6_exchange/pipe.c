/* pipe.c - how does one process send to another, and how does it say "done"?

   Watch: bytes wait in the pipe when the writer is ahead; the last read gets
   nothing; a writer whom nobody reads waits when the pipe is full.
   Compare with: shared_memory.c, where nothing is copied and nothing waits. */
#include "../must.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NUMBERS = 5, BLOCK = 32768, READING = 0, WRITING = 1 };

static int ends[2], flooded[2];

/* A child that writes to the pipe; main only reads. */
static pid_t start(void (*run)(int end), const int *pipe_ends)
{
    pid_t child;

    MUST_NOT_BE_NEGATIVE(child = fork());
    int not_mine = pipe_ends[child == 0 ? READING : WRITING];
    MUST_NOT_BE_NEGATIVE(close(not_mine)); /* @not_mine */
    if (child == 0) {
        run(pipe_ends[WRITING]);
        exit(0);
    }
    return child;
}

/* Sends 1, 2, 3 and so on, then closes. */
static void produce(int end)
{
    for (int next = 1; next <= NUMBERS; next++)
        MUST_NOT_BE_NEGATIVE(write(end, &next, sizeof next)); /* @write */
    MUST_NOT_BE_NEGATIVE(close(end));                         /* @close */
}

/* Writes for ever: as long as there is room, and somebody who could read. */
static void flood(int end)
{
    static char block[BLOCK];

    for (;;)
        MUST_NOT_BE_NEGATIVE(write(end, block, sizeof block)); /* @full */
}

/* Reads until the end of file; returns how many came in the right order. */
static int consume(int end)
{
    int in_order = 0, number;

    for (;;) {
        ssize_t size = read(end, &number, sizeof number); /* @read */

        MUST_NOT_BE_NEGATIVE(size);
        if (size == 0) /* @end */
            return in_order;
        in_order += number == in_order + 1;
        printf("main received %d\n", number);
    }
}

int main(void)
{
    int status;

    MUST_NOT_BE_NEGATIVE(pipe(ends));
    pid_t child = start(produce, ends);
    int in_order = consume(ends[READING]);
    MUST_NOT_BE_NEGATIVE(waitpid(child, NULL, 0));
    MUST_NOT_BE_NEGATIVE(pipe(flooded));
    child = start(flood, flooded);
    sleep(1);                                      /* Nobody reads. */
    MUST_NOT_BE_NEGATIVE(close(flooded[READING])); /* @nobody */
    MUST_NOT_BE_NEGATIVE(waitpid(child, &status, 0));
    printf("%d of %d in order, then end of file; the other ended by: %s\n",
           in_order, NUMBERS, strsignal(WTERMSIG(status)));
    return 0;
}
