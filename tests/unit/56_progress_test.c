/* What a student has done, kept in a file. */
#include "tui/keeping/progress.h"

#include "must.h"
#include "tests/support/child.h"
#include "tests/support/folder.h"
#include "tui/drawing/text.h"
#include "tui/keeping/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* The folder is found once in a program, so all tests share it. */
static int keep_state_there(void **state)
{
    return folder_make(state) || setenv("XDG_STATE_HOME", folder, 1);
}

static char *path_of_file(void)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/interleave/progress", folder);
    return path;
}

static int forget(void **state)
{
    (void)state;
    remove(path_of_file());
    return 0;
}

static void write_file(const char *text, size_t length)
{
    assert_non_null(place_state());
    int fd = open(path_of_file(), O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, length), (ssize_t)length);
    close(fd);
}

static void expect_line(const struct progress *progress, const char *lesson,
                        int predicted, int happened, unsigned runs)
{
    const struct progress_line *line = progress_find(progress, lesson);

    assert_non_null(line);
    assert_int_equal(line->predicted, predicted);
    assert_int_equal(line->happened, happened);
    assert_int_equal(line->runs, runs);
}

static void is_empty_at_first(void **state)
{
    struct progress *progress = progress_read();

    (void)state;
    assert_int_equal(progress->count, 0);
    assert_null(progress_find(progress, "hazards/deadlock"));
    progress_free(progress);
    progress_free(NULL);
}

static void makes_a_line_where_there_is_none(void **state)
{
    struct progress *progress = progress_read();

    (void)state;
    progress_of(progress, "locks/lock")->runs++;
    progress_of(progress, "locks/lock")->runs++;
    assert_int_equal(progress->count, 1);
    expect_line(progress, "locks/lock", 0, 0, 2);
    progress_free(progress);
}

static void reads_back_what_it_wrote(void **state)
{
    struct progress *progress = progress_read();

    (void)state;
    *progress_of(progress, "hazards/deadlock") = (struct progress_line){
        .lesson = progress_of(progress, "hazards/deadlock")->lesson,
        .predicted = 3,
        .happened = 1,
        .runs = 12};
    progress_of(progress, "locks/lock")->runs = 1;
    assert_true(progress_write(progress));
    progress_free(progress);
    progress = progress_read();
    assert_int_equal(progress->count, 2);
    expect_line(progress, "hazards/deadlock", 3, 1, 12);
    expect_line(progress, "locks/lock", 0, 0, 1);
    progress_free(progress);
}

static void keeps_what_keys_were_used_for_here_and_elsewhere(void **state)
{
    struct progress *here = progress_read();
    struct progress *elsewhere = progress_read();

    (void)state;
    here->tried[COMMAND_PAUSE] = true;
    here->tried[COMMAND_STEP_BACK] = true;
    elsewhere->tried[COMMAND_QUIT] = true;
    assert_true(progress_write(here));
    assert_true(progress_write(elsewhere));
    progress_free(here);
    progress_free(elsewhere);
    here = progress_read();
    for (int i = 0; i < COMMAND_COUNT; i++)
        assert_int_equal(here->tried[i], i == COMMAND_PAUSE ||
                                             i == COMMAND_STEP_BACK ||
                                             i == COMMAND_QUIT);
    progress_free(here);
}

static void keeps_the_fewest_moves_that_broke_a_lesson(void **state)
{
    static const char text[] = "a/b predicted 1 happened 1 runs 1 broken 14\n"
                               "a/b predicted 1 happened 1 runs 1 broken 9\n"
                               "a/b predicted 1 happened 1 runs 1 broken 11\n"
                               "c/d predicted 1 happened 1 runs 1\n";

    (void)state;
    write_file(text, sizeof text - 1);
    for (int times = 0; times < 2; times++) { /* As written, and again. */
        struct progress *progress = progress_read();

        assert_int_equal(progress_find(progress, "a/b")->broken, 9);
        assert_int_equal(progress_find(progress, "c/d")->broken, 0);
        assert_true(progress_write(progress));
        progress_free(progress);
    }
}

static void leaves_out_lines_that_make_no_sense(void **state)
{
    static const char text[] =
        "\n"
        "garbage\n"
        "hazards/deadlock predicted one happened 1 runs 3\n"
        "locks/lock predicted 1 happened 2 runs 3\n"
        "locks/rlock predicted 1 happened 2\n"
        "# locks/event predicted 1 happened 2 runs 3\n"
        "\xff\xfe\x01 predicted\n"
        "predicted 1 happened 2 runs 3\n"
        "hazards/livelock predicted 2 happened 0 runs 1"; /* No line's end. */

    (void)state;
    write_file(text, sizeof text - 1);
    struct progress *progress = progress_read();
    expect_line(progress, "locks/lock", 1, 2, 3);
    expect_line(progress, "hazards/livelock", 2, 0, 1);
    assert_int_equal(progress->count, 2);
    progress_free(progress);
}

static void keeps_the_last_line_of_a_lesson(void **state)
{
    static const char text[] = "a/b predicted 1 happened 1 runs 1\n"
                               "a/b predicted 2 happened 2 runs 2\n";

    (void)state;
    write_file(text, sizeof text - 1);
    struct progress *progress = progress_read();
    assert_int_equal(progress->count, 1);
    expect_line(progress, "a/b", 2, 2, 2);
    progress_free(progress);
}

static void bears_numbers_of_any_size(void **state)
{
    static const char text[] =
        "a/b predicted 99999999999999999999 happened -5 runs 4294967295\n"
        "c/d predicted -1 happened 1 runs -1\n";

    (void)state;
    write_file(text, sizeof text - 1);
    struct progress *progress = progress_read();
    assert_true(progress_write(progress));
    progress_free(progress);
}

static void bears_a_file_of_zeros_and_one_of_noise(void **state)
{
    static char bytes[100000];
    unsigned seed = 7;

    (void)state;
    write_file(bytes, sizeof bytes);
    struct progress *progress = progress_read();
    assert_int_equal(progress->count, 0);
    progress_free(progress);
    for (size_t i = 0; i < sizeof bytes; i++) {
        seed = seed * 1103515245 + 12345;
        bytes[i] = (char)(seed >> 16);
    }
    write_file(bytes, sizeof bytes);
    progress = progress_read();
    assert_true(progress_write(progress));
    progress_free(progress);
}

/* A name longer than is read must not become the key of another. */
static void bears_a_name_of_any_length(void **state)
{
    static char name[400];
    struct progress *progress = progress_read();

    (void)state;
    memset(name, 'n', sizeof name - 1);
    progress_of(progress, name)->runs = 1;
    assert_true(progress_write(progress));
    progress_free(progress);
    progress = progress_read();
    for (size_t i = 0; i < progress->count; i++)
        assert_string_equal(progress->lines[i].lesson, name);
    progress_free(progress);
}

static void writes_a_file_that_only_its_owner_reads(void **state)
{
    struct progress *progress = progress_read();
    struct stat status;

    (void)state;
    progress_of(progress, "a/b")->runs = 1;
    assert_true(progress_write(progress));
    assert_int_equal(stat(path_of_file(), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    progress_free(progress);
}

static int entries(const char *path)
{
    DIR *directory = opendir(path);
    int count = 0;

    assert_non_null(directory);
    while (readdir(directory))
        count++;
    closedir(directory);
    return count - 2; /* "." and "..". */
}

static void leaves_no_other_file_behind(void **state)
{
    struct progress *progress = progress_read();

    (void)state;
    for (int i = 0; i < 5; i++)
        assert_true(progress_write(progress));
    assert_int_equal(entries(place_state()), 1);
    progress_free(progress);
}

/* Where the name is taken by a folder, say. */
static void says_when_it_could_not_write_and_leaves_nothing(void **state)
{
    struct progress *progress = progress_read();

    (void)state;
    assert_non_null(place_state());
    assert_int_equal(mkdir(path_of_file(), 0700), 0);
    progress_of(progress, "a/b")->runs = 1;
    errno = 0;
    assert_false(progress_write(progress));
    assert_int_not_equal(errno, 0);
    assert_int_equal(entries(place_state()), 1);
    progress_free(progress);
    assert_int_equal(rmdir(path_of_file()), 0);
}

/* In a program of its own, since the folder is found once. */
static int in_child(const char *state_home, const char *home)
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        if (state_home)
            setenv("XDG_STATE_HOME", state_home, 1);
        else
            unsetenv("XDG_STATE_HOME");
        setenv("HOME", home, 1);
        struct progress *progress = progress_read();
        bool empty = progress->count == 0;
        progress_of(progress, "a/b")->runs = 1;
        bool wrote = progress_write(progress);
        progress_free(progress);
        _exit(wrote ? 10 : empty ? 20 : 30);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void is_forgotten_where_there_is_no_folder_to_write_to(void **state)
{
    (void)state;
    assert_int_equal(in_child("/dev/null", "/dev/null"), 20);
    assert_int_equal(in_child("/proc/none", "/"), 20);
}

/* ---- Killed while it is written. ---- */

enum { KILLS = 100, EXERCISES = 300 };

/* Writes for ever: each time one attempt more of each exercise. */
static int writes_on(void *unused)
{
    char name[32];

    for (struct progress *progress = progress_read(); progress && !unused;) {
        for (int i = 0; i < EXERCISES; i++) {
            snprintf(name, sizeof name, "hazards/number_%d", i);
            progress_of_exercise(progress, name)->attempts++;
        }
        progress_write(progress);
    }
    return 0;
}

/* All lines are there, of the same write. Returns which one it was. */
static unsigned expect_whole(void)
{
    struct progress *progress = progress_read();
    char *text = text_of_file(path_of_file());
    unsigned attempts = 0;

    if (text) {
        assert_int_equal(text[strlen(text) - 1], '\n');
        assert_int_equal(progress->exercise_count, EXERCISES);
        attempts = progress->exercises[0].attempts;
    }
    for (size_t i = 0; i < progress->exercise_count; i++)
        assert_int_equal(progress->exercises[i].attempts, attempts);
    free(text);
    progress_free(progress);
    return attempts;
}

static void remove_unfinished(void)
{
    DIR *directory = opendir(place_state());
    const struct dirent *entry;

    while (directory && (entry = readdir(directory))) {
        char *path = must_print("%s/%s", place_state(), entry->d_name);

        if (strncmp(entry->d_name, "progress.", strlen("progress.")) == 0)
            unlink(path);
        free(path);
    }
    closedir(directory);
}

static void is_whole_whenever_the_writer_is_killed(void **state)
{
    unsigned before = 0;

    (void)state;
    srand(1);
    for (int i = 0; i < KILLS; i++) {
        const struct timespec moment = {.tv_nsec = rand() % 5000000};
        pid_t writer = child_start(writes_on, NULL);

        nanosleep(&moment, NULL);
        kill(writer, SIGKILL);
        assert_int_equal(child_end(writer), -SIGKILL);
        unsigned now = expect_whole();
        assert_true(now >= before);
        before = now;
    }
    assert_true(before > 0);
    remove_unfinished();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* First, before this program has looked for the folder itself. */
        cmocka_unit_test(is_forgotten_where_there_is_no_folder_to_write_to),
        cmocka_unit_test_teardown(is_empty_at_first, forget),
        cmocka_unit_test_teardown(makes_a_line_where_there_is_none, forget),
        cmocka_unit_test_teardown(reads_back_what_it_wrote, forget),
        cmocka_unit_test_teardown(
            keeps_what_keys_were_used_for_here_and_elsewhere, forget),
        cmocka_unit_test_teardown(keeps_the_fewest_moves_that_broke_a_lesson,
                                  forget),
        cmocka_unit_test_teardown(leaves_out_lines_that_make_no_sense, forget),
        cmocka_unit_test_teardown(keeps_the_last_line_of_a_lesson, forget),
        cmocka_unit_test_teardown(bears_numbers_of_any_size, forget),
        cmocka_unit_test_teardown(bears_a_file_of_zeros_and_one_of_noise,
                                  forget),
        cmocka_unit_test_teardown(bears_a_name_of_any_length, forget),
        cmocka_unit_test_teardown(writes_a_file_that_only_its_owner_reads,
                                  forget),
        cmocka_unit_test_teardown(leaves_no_other_file_behind, forget),
        cmocka_unit_test_teardown(
            says_when_it_could_not_write_and_leaves_nothing, forget),
        cmocka_unit_test_teardown(is_whole_whenever_the_writer_is_killed,
                                  forget),
    };

    return cmocka_run_group_tests(tests, keep_state_there, folder_remove);
}
