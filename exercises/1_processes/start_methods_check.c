/* start_methods_check.c - does each line stand in the log once? */
#include EXERCISE

#include "../check.h"

#include <string.h>
#include <sys/wait.h>

static int first_works(void)
{
    note("first");
    return 3;
}

static int second_works(void)
{
    note("second");
    return 4;
}

static int count_lines(const char *text, const char *line)
{
    size_t length = strlen(line);
    int count = 0;

    for (const char *at = text; (at = strstr(at, line)); at += length)
        count++;
    return count;
}

/* What is in the log after main and both children have written. */
static int run_once(char *text, size_t size)
{
    int ends[2];

    if (pipe(ends) != 0)
        return -1;
    open_log(ends[1]);
    note("main");
    int sum = run_both(first_works, second_works);
    close_log();
    ssize_t length = read(ends[0], text, size - 1);
    text[length > 0 ? length : 0] = '\0';
    close(ends[0]);
    return sum;
}

static void check_log(void)
{
    char text[512];
    int sum = run_once(text, sizeof text);

    check(count_lines(text, "main\n") <= 1,
          "wrong result: main's line stands in the log more than once");
    check(count_lines(text, "main\n") == 1,
          "wrong result: main's line is not in the log");
    check(count_lines(text, "first\n") == 1 &&
              count_lines(text, "second\n") == 1,
          "wrong result: a child's line does not stand in the log once");
    check(strlen(text) == strlen("main\nfirst\nsecond\n"),
          "wrong result: there is more in the log than was noted");
    check(sum == 7, "wrong result: the exit codes of both are not added up");
}

static void scenario(void)
{
    check_log();
    check(waitpid(-1, NULL, WNOHANG) < 0,
          "leak: a process was not waited for: a zombie");
}

static void each_line_stands_there_once(void **state)
{
    (void)state;
    for (int round = 0; round < 20; round++)
        check_log();
}

CHECKS(scenario, FREELY(each_line_stands_there_once))
