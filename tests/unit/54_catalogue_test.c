/* Finding lessons, by looking and by name. */
#include "tui/lessons/catalogue.h"

#include "tests/support/stage.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct catalogue *catalogue;

static void write_text(const char *name, const char *text)
{
    stage_write(name, text, (unsigned)strlen(text));
}

static void write_lesson(const char *name, const char *header)
{
    char path[128];

    snprintf(path, sizeof path, "catalogue/%s.md", name);
    write_text(path, header);
    snprintf(path, sizeof path, "catalogue/%s.c", name);
    write_text(path, "int main(void) { return 0; }\n");
}

static int make_catalogue(void **state)
{
    (void)state;
    write_lesson("2_locks/lock", "order: 20\n\nbody\n");
    write_lesson("2_locks/rlock", "order: 10\n\nbody\n");
    write_lesson("2_locks/semaphore", "order: 20\n\nbody\n");
    write_lesson("10_more/deadlock", "title: T\n\nbody\n");
    write_lesson("1_first/processes", "\nbody\n");
    write_lesson("extra/unnumbered", "\nbody\n");
    write_text("catalogue/2_locks/no_program.md", "\nbody\n");
    write_text("catalogue/2_locks/no_page.c", "int main(void) {}\n");
    write_text("catalogue/2_locks/.hidden.md", "\nbody\n");
    write_text("catalogue/2_locks/.hidden.c", "int main(void) {}\n");
    write_text("catalogue/2_locks/lock.uk.md", "\nbody\n");
    write_text("catalogue/2_locks/lock.uk.c", "int main(void) {}\n");
    write_text("catalogue/README.md", "# Lessons\n");
    catalogue = catalogue_read(stage_file("catalogue"), "/programs");
    return 0;
}

static int forget_catalogue(void **state)
{
    (void)state;
    catalogue_free(catalogue);
    return 0;
}

static void finds_pages_that_have_a_program_and_no_others(void **state)
{
    (void)state;
    assert_int_equal(catalogue->count, 6);
}

/* 10 comes after 2; within a chapter by order, then by name. */
static void orders_them_by_chapter_order_and_name(void **state)
{
    static const char *const names[] = {"processes", "rlock",    "lock",
                                        "semaphore", "deadlock", "unnumbered"};

    (void)state;
    for (size_t i = 0; i < catalogue->count; i++)
        assert_string_equal(catalogue->lessons[i].name, names[i]);
}

static void knows_where_everything_is(void **state)
{
    const struct lesson *lesson = &catalogue->lessons[4];
    char path[PATH_MAX];

    (void)state;
    assert_string_equal(lesson->folder, "10_more");
    assert_string_equal(lesson->chapter, "more");
    assert_string_equal(lesson->title, "T");
    assert_string_equal(lesson->program, "/programs/10_more/deadlock");
    snprintf(path, sizeof path, "%s/10_more/deadlock.c",
             stage_file("catalogue"));
    assert_string_equal(lesson->source, path);
    snprintf(path, sizeof path, "%s/10_more/deadlock.md",
             stage_file("catalogue"));
    assert_string_equal(lesson->page, path);
    assert_string_equal(catalogue->lessons[5].chapter, "extra");
}

static void expect_found(const char *name, const char *lesson)
{
    const char *nearest = "untouched";
    const struct lesson *found = catalogue_find(catalogue, name, &nearest);

    assert_non_null(found);
    assert_string_equal(found->name, lesson);
}

static void finds_a_lesson_by_each_of_its_names(void **state)
{
    char path[PATH_MAX];

    (void)state;
    expect_found("deadlock", "deadlock");
    expect_found("more/deadlock", "deadlock");
    snprintf(path, sizeof path, "%s/10_more/deadlock.c",
             stage_file("catalogue"));
    expect_found(path, "deadlock");
    snprintf(path, sizeof path, "%s/10_more/deadlock.md",
             stage_file("catalogue"));
    expect_found(path, "deadlock");
    snprintf(path, sizeof path, "%s/2_locks/../10_more/./deadlock.md",
             stage_file("catalogue"));
    expect_found(path, "deadlock");
}

static void finds_a_lesson_by_a_path_from_here(void **state)
{
    char *here = getcwd(NULL, 0);

    (void)state;
    assert_int_equal(chdir(stage_file("catalogue/10_more")), 0);
    expect_found("./deadlock.c", "deadlock");
    expect_found("../2_locks/lock.md", "lock");
    assert_int_equal(chdir(here), 0);
    free(here);
}

static void finds_a_lesson_by_the_folder_as_it_is_written(void **state)
{
    (void)state;
    expect_found("10_more/deadlock", "deadlock");
}

static void expect_nearest(const char *name, const char *nearest)
{
    const char *found = "untouched";

    assert_null(catalogue_find(catalogue, name, &found));
    if (nearest) {
        assert_non_null(found);
        assert_string_equal(found, nearest);
    } else {
        assert_null(found);
    }
}

static void names_the_nearest_where_there_is_none(void **state)
{
    (void)state;
    expect_nearest("deadlok", "deadlock");
    expect_nearest("daedlock", "deadlock");
    expect_nearest("semafore", "semaphore");
    expect_nearest("Deadlock", "deadlock");
    expect_nearest("lcok", "lock");
    expect_nearest("process", "processes");
}

static void names_the_nearest_of_a_chapter_and_a_name(void **state)
{
    (void)state;
    expect_nearest("more/deadlok", "deadlock");
    expect_nearest("locks/deadlock", "deadlock"); /* The wrong chapter. */
}

static void names_none_where_none_is_near(void **state)
{
    (void)state;
    expect_nearest("xyzzy", NULL);
    expect_nearest("", NULL);
    expect_nearest("ls", NULL);
    expect_nearest("a.out", NULL);
    expect_nearest("/bin/true", NULL);
}

static void bears_a_name_of_any_length(void **state)
{
    static char name[100000];

    (void)state;
    memset(name, 'x', sizeof name - 1);
    expect_nearest(name, NULL);
    memset(name, '/', sizeof name - 1);
    expect_nearest(name, NULL);
}

static void is_empty_where_there_is_no_folder(void **state)
{
    const char *nearest;
    struct catalogue *none = catalogue_read("/none/here", "/programs");

    (void)state;
    assert_int_equal(none->count, 0);
    assert_null(catalogue_find(none, "deadlock", &nearest));
    assert_null(nearest);
    catalogue_free(none);
    catalogue_free(NULL);
}

static void finds_the_lessons_of_this_checkout(void **state)
{
    const char *nearest;
    struct catalogue *real = catalogue_read("lessons", "build/lessons");
    const struct lesson *found = catalogue_find(real, "deadlock", &nearest);

    (void)state;
    assert_non_null(found);
    assert_string_equal(found->folder, "4_hazards");
    assert_ptr_equal(
        found, catalogue_find(real, "lessons/4_hazards/deadlock.c", &nearest));
    catalogue_free(real);
}

static void a_path_keeps_its_lessons_in_its_order(void **state)
{
    struct catalogue *path =
        catalogue_read(stage_file("catalogue"), "/programs");
    char why[128];

    (void)state;
    write_text("catalogue/short.path",
               "# Two.\n\ndeadlock 10\nlock 5\nlock 1\n");
    assert_true(catalogue_follow(path, stage_file("catalogue"), "short", why,
                                 sizeof why));
    assert_int_equal(path->count, 2);
    assert_int_equal(path->minutes, 16);
    assert_int_equal(path->lessons[1].minutes, 6);
    assert_string_equal(path->lessons[0].name, "deadlock");
    assert_string_equal(path->lessons[1].name, "lock");
    catalogue_free(path);
}

static void a_path_that_leads_nowhere_is_refused(void **state)
{
    static const struct {
        const char *text;
        const char *why;
    } wrong[] = {{"deadlock\n", "not a lesson and its minutes: deadlock"},
                 {"nothing_like 5\n", "no such lesson: nothing_like"}};
    char why[128];

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct catalogue *path =
            catalogue_read(stage_file("catalogue"), "/programs");

        write_text("catalogue/wrong.path", wrong[i].text);
        assert_false(catalogue_follow(path, stage_file("catalogue"), "wrong",
                                      why, sizeof why));
        assert_string_equal(why, wrong[i].why);
        catalogue_free(path);
    }
}

static void our_own_paths_lead_somewhere(void **state)
{
    static const char *const paths[] = {"self-study", "class-90"};
    char why[128];

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct catalogue *path = catalogue_read("lessons", "build/lessons");

        assert_true(
            catalogue_follow(path, "lessons", paths[i], why, sizeof why));
        assert_true(i == 0 || path->minutes == 90);
        catalogue_free(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_pages_that_have_a_program_and_no_others),
        cmocka_unit_test(orders_them_by_chapter_order_and_name),
        cmocka_unit_test(knows_where_everything_is),
        cmocka_unit_test(finds_a_lesson_by_each_of_its_names),
        cmocka_unit_test(finds_a_lesson_by_a_path_from_here),
        cmocka_unit_test(finds_a_lesson_by_the_folder_as_it_is_written),
        cmocka_unit_test(names_the_nearest_where_there_is_none),
        cmocka_unit_test(names_the_nearest_of_a_chapter_and_a_name),
        cmocka_unit_test(names_none_where_none_is_near),
        cmocka_unit_test(bears_a_name_of_any_length),
        cmocka_unit_test(is_empty_where_there_is_no_folder),
        cmocka_unit_test(finds_the_lessons_of_this_checkout),
        cmocka_unit_test(a_path_keeps_its_lessons_in_its_order),
        cmocka_unit_test(a_path_that_leads_nowhere_is_refused),
        cmocka_unit_test(our_own_paths_lead_somewhere),
    };

    return cmocka_run_group_tests(tests, make_catalogue, forget_catalogue);
}
