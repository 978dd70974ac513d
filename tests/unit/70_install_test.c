/* 70_install_test.c - what `make install` puts there is enough: a program that
   knows of nothing else compiles, links and runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 2048 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static const char program[] =
    "#include \"parallel/manager.h\"\n"
    "#include \"parallel/pool.h\"\n"
    "#include <stdio.h>\n"
    "static int square(void *item) { *(int *)item *= *(int *)item;"
    " return 0; }\n"
    "int main(void) {\n"
    "    struct manager *manager; struct pool *pool; int n[] = {3};\n"
    "    if (manager_start(&manager, NULL, NULL) || pool_new(&pool, 1) ||\n"
    "        pool_map(pool, square, n, 1, sizeof *n, 0)) return 1;\n"
    "    pool_free(pool); manager_free(manager);\n"
    "    printf(\"%d\\n\", n[0]);\n"
    "}\n";

static char folder[ROOM / 4];

/* By the shell; what it prints is for the reader of the log. */
__attribute__((format(printf, 1, 2))) static int run(const char *format, ...)
{
    char command[ROOM];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    return system(command);
}

static int install(void **state)
{
    const char *place = getenv("TMPDIR"), *build = getenv("BUILD");

    (void)state;
    snprintf(folder, sizeof folder, "%s/installXXXXXX", place ? place : "/tmp");
    /* What is built already is not looked at again. */
    return !mkdtemp(folder) ||
           run("make -s -o all install BUILD=%s DESTDIR=%s PREFIX=/usr",
               build ? build : "build", folder);
}

static int remove_all(void **state)
{
    (void)state;
    return run("rm -rf %s", folder);
}

static void assert_program_works(const char *link)
{
    if (SANITIZED) /* The library wants what the program does not have. */
        skip();
    char path[ROOM / 2];
    snprintf(path, sizeof path, "%s/mine.c", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(program, file);
    fclose(file);
    assert_int_equal(
        run("cd %s && export PKG_CONFIG_SYSROOT_DIR=%s "
            "PKG_CONFIG_PATH=%s/usr/lib/pkgconfig && "
            "${CC:-cc} -std=c11 -Wall -Wextra -Werror mine.c -o mine %s "
            "$(pkg-config --cflags --libs %s parallel) && "
            "test \"$(LD_LIBRARY_PATH=%s/usr/lib timeout 20 ./mine)\" = 9",
            folder, folder, folder, *link ? "-static" : "", link, folder),
        0);
}

static void compiles_a_program_with_the_shared_library(void **state)
{
    (void)state;
    assert_program_works("");
}

static void compiles_a_program_with_the_static_library(void **state)
{
    (void)state;
    assert_program_works("--static");
}

static void has_a_manual_page_for_each_header(void **state)
{
    (void)state;
    assert_int_equal(
        run("cd %s/usr/include/parallel && for header in *.h; do "
            "page=%s/usr/share/man/man3/parallel_${header%%.h}.3 && "
            "grep -q '^.SH DESCRIPTION' $page && "
            "grep -q '^.SH DECLARATIONS' $page || exit 1; done && "
            "test $(ls | wc -l) -ge 20 && ! ls | grep inside",
            folder, folder),
        0);
}

static void brings_what_lessons_and_interleave_cc_link(void **state)
{
    (void)state;
    assert_int_equal(
        run("cd %s/usr/lib/interleave && test -s cc/libparallel.a && "
            "test -s libparallel.a && test -s cc/include/parallel/queue.h && "
            "test -x lessons/6_exchange/queue.step",
            folder),
        0);
}

static void takes_away_what_it_put_there(void **state)
{
    (void)state;
    assert_int_equal(
        run("make -s uninstall DESTDIR=%s PREFIX=/usr && "
            "test -z \"$(find %s/usr -not -type d | tee /dev/stderr)\"",
            folder, folder),
        0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compiles_a_program_with_the_shared_library),
        cmocka_unit_test(compiles_a_program_with_the_static_library),
        cmocka_unit_test(has_a_manual_page_for_each_header),
        cmocka_unit_test(brings_what_lessons_and_interleave_cc_link),
        cmocka_unit_test(takes_away_what_it_put_there),
    };

    return cmocka_run_group_tests(tests, install, remove_all);
}
