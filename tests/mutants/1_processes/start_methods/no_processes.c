/* expect: beside-the-point
   Without children nothing is copied. */
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

/* Runs both at the same time, each in a child of its own. Returns the sum of
   their exit codes. */
int run_both(int (*one)(void), int (*other)(void))
{
    int codes[CHILDREN] = {one(), other()};
    int sum = 0;

    for (int i = 0; i < CHILDREN; i++) {
        sum += codes[i];
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
