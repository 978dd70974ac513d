/* 59_place_test.c - where the lab's files are; and being asked to stop. */
#include "tui/keeping/place.h"

#include "tests/support/folder.h"
#include "tui/interrupt.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The folder is found once in a program: a child looks. It is `expected`, ""
   for none, below our folder. NULL: the variable is not there. */
static void expect_state(const char *state_home, const char *home,
                         const char *expected)
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        char path[256] = "";

        unsetenv("XDG_STATE_HOME");
        unsetenv("HOME");
        if (state_home)
            setenv("XDG_STATE_HOME", state_home, 1);
        if (home)
            setenv("HOME", home, 1);
        if (*expected)
            snprintf(path, sizeof path, "%s/%s", folder, expected);
        const char *found = place_state();
        _exit(strcmp(found ? found : "", path) != 0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (status != 0)
        fail_msg("not \"%s\"", expected);
}

static const char *below(const char *name)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void keeps_progress_where_the_user_says(void **state)
{
    (void)state;
    expect_state(below("own"), "/nowhere", "own/interleave");
}

static void keeps_progress_below_home_else(void **state)
{
    (void)state;
    expect_state(NULL, below("home"), "home/.local/state/interleave");
    expect_state("", below("home"), "home/.local/state/interleave");
}

/* "All paths must be absolute": XDG Base Directory Specification. */
static void does_not_believe_a_relative_path(void **state)
{
    (void)state;
    expect_state("state", below("home"), "home/.local/state/interleave");
    assert_int_not_equal(access("state", F_OK), 0);
}

static void keeps_nothing_where_there_is_no_home(void **state)
{
    (void)state;
    expect_state(NULL, "/dev/null", "");
    expect_state("/dev/null/x", "/", "");
}

static void makes_folders_that_only_their_owner_sees(void **state)
{
    struct stat status;

    (void)state;
    expect_state(below("a/b"), NULL, "a/b/interleave");
    assert_int_equal(stat(below("a"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_int_equal(stat(below("a/b/interleave"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    expect_state(below("a/b"), NULL, "a/b/interleave"); /* There by now. */
}

static void only_notes_that_it_is_asked_to_stop(void **state)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

    (void)state;
    interrupt_watch();
    assert_int_equal(interrupt_wanted(), 0);
    raise(SIGPIPE); /* A closed pipe is an error, not an end. */
    assert_int_equal(interrupt_wanted(), 0);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        raise(signals[i]);
        assert_int_equal(interrupt_wanted(), signals[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_progress_where_the_user_says),
        cmocka_unit_test(keeps_progress_below_home_else),
        cmocka_unit_test(does_not_believe_a_relative_path),
        cmocka_unit_test(keeps_nothing_where_there_is_no_home),
        cmocka_unit_test(makes_folders_that_only_their_owner_sees),
        cmocka_unit_test(only_notes_that_it_is_asked_to_stop),
    };

    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
