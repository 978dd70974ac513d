/* Who reaches for what judges him is found out, and nobody else. */
#include "tui/exercises/fair.h"

#include "must.h"
#include "tui/drawing/text.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct shelf *shelf;

static const struct exercise *an_exercise(const char *name)
{
    const char *nearest;
    const struct exercise *found = shelf_find(shelf, name, &nearest);

    assert_non_null(found);
    return found;
}

/* Its folder has the exercise's name, or it has itself. */
static void expect_fair(const struct exercise *exercise, const char *path)
{
    char *text = text_of_file(path);
    char *complaint;

    assert_non_null(text);
    complaint = fair_complaint(exercise, text);
    if (complaint)
        fail_msg("%s: %s", path, complaint);
    free(text);
}

static void answers_right_and_wrong_are_fair(void **state)
{
    size_t answers = 0;

    (void)state;
    for (size_t i = 0; i < shelf->count; i++) {
        const struct exercise *exercise = &shelf->exercises[i];
        char *pattern = must_print("tests/mutants/%s/%s/*.c", exercise->folder,
                                   exercise->name);
        glob_t found;

        expect_fair(exercise, exercise->stub);
        expect_fair(exercise, exercise->solution);
        if (glob(pattern, 0, NULL, &found) == 0) {
            for (size_t k = 0; k < found.gl_pathc; k++)
                expect_fair(exercise, found.gl_pathv[k]);
            answers += found.gl_pathc;
            globfree(&found);
        }
        free(pattern);
    }
    assert_true(answers > 100);
}

static void expect(const char *text, const char *part)
{
    char *complaint = fair_complaint(an_exercise("race_condition"), text);

    if (!part && complaint)
        fail_msg("%s: %s", text, complaint);
    if (part && (!complaint || !strstr(complaint, part)))
        fail_msg("%s: %s", text, complaint ? complaint : "nothing is said");
    free(complaint);
}

static void what_reaches_for_the_judge_is_told(void **state)
{
    (void)state;
    expect("int x;\nvoid f(void) { asm(\"nop\"); }", "line 2: it uses asm");
    expect("a\\\nsm(\"nop\");", "asm");
    expect("__attribute__((constructor)) void f(void);", "constructor");
    expect("__attribute__((__weak__)) void f(void);", "__weak__");
    expect("#define EARLY constructor\n", "constructor");
    expect("#pragma weak f\n", "#pragma");
    expect("_Pragma(\"weak f\")", "_Pragma");
    expect("#define A(x) x##m\n", "##");
    expect("%:define check(a, b)\n", "check");
    expect("?"
           "?=define check(a, b)\n",
           "trigraph");
    expect("#/**/define/* all */check(a, b)\n", "redefines check");
    expect("# define count_all count_all\n", NULL);
    expect("#define CHECK_OWN_WORK\n", "CHECK_OWN_WORK");
    expect("#define _SYS_WAIT_H 1\n", "_SYS_WAIT_H");
    expect("#include \"/etc/passwd\"\n", "/etc/passwd");
    expect("#include <../../x.h>\n", "x.h");
    expect("#include NAME\n", "NAME");
    expect("int f(void) { return kill(-1, 9); }", "kills");
    expect("char *f = \"/proc/self/maps\";", "/proc");
    expect("int check_keep;", "check_keep");
    expect("void interleave_work(void);", "interleave_work");
}

static void what_only_looks_so_is_fair(void **state)
{
    (void)state;
    expect("/* asm(\"\"); */ // ptrace\nint section, alias, weak;", NULL);
    expect("char *s = \"100%: asm\", c = '\"';", NULL);
    expect("#define CHECK(call) do_it(call)\nint check_account(void);", NULL);
    expect("#define _GNU_SOURCE\n#include <pthread.h>\n", NULL);
    expect("#include \"../must.h\"\n#include \"../work.h\"\n", NULL);
    expect("int f(int pid) { return kill(pid, SIGTERM); }", NULL);
    expect("#pragma GCC diagnostic ignored \"-Wunused\"\n", NULL);
    expect("int x = 0x1f; char *p = \"unended\n\" /* unended", NULL);
}

static int read_shelf(void **state)
{
    (void)state;
    shelf = shelf_read("exercises", "solutions");
    return shelf->count == 0;
}

static int forget_shelf(void **state)
{
    (void)state;
    shelf_free(shelf);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_right_and_wrong_are_fair),
        cmocka_unit_test(what_reaches_for_the_judge_is_told),
        cmocka_unit_test(what_only_looks_so_is_fair),
    };

    return cmocka_run_group_tests(tests, read_shelf, forget_shelf);
}
