/* expect: wrong-result
   The child closes the book, and with that writes the copy. */
#include "../must.h"

#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 2 };

static FILE *book;

/* From now on lines go to this descriptor, which close_log() closes. */
void open_log(int descriptor)
{
    book = fdopen(descriptor, "w");
    MUST(book ? 0 : -1);
}

void note(const char *line)
{
    fprintf(book, "%s\n", line);
}

void close_log(void)
{
    MUST(fclose(book));
}

static pid_t start(int (*run)(void))
{
    pid_t child;

    MUST_NOT_BE_NEGATIVE(child = fork());
    if (child == 0) {
        int code = run();

        MUST(fclose(book));
        _exit(code);
    }
    return child;
}

/* Runs both at the same time, each in a child of its own. Returns the sum of
   their exit codes. */
int run_both(int (*one)(void), int (*other)(void))
{
    pid_t children[CHILDREN] = {start(one), start(other)};
    int sum = 0;

    for (int i = 0; i < CHILDREN; i++) {
        int status;

        MUST_NOT_BE_NEGATIVE(waitpid(children[i], &status, 0));
        sum += WEXITSTATUS(status);
    }
    return sum;
}

static int works(void)
{
    note("a child works");
    return 1;
}

int main(void)
{
    open_log(dup(STDOUT_FILENO));
    note("main starts two children");
    int sum = run_both(works, works);
    note(sum == 2 ? "both have worked" : "one has failed");
    close_log();
    return 0;
}
