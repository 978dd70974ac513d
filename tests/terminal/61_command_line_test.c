/* What cannot be watched, and recordings that cannot be read: a line that
   names the thing and the fix, and status 2. */
#include "tests/support/capture.h"
#include "tests/support/stage.h"
#include "tui/cli/cli.h"
#include "tui/drawing/text.h"

#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void expect_line(struct capture said, const char *words)
{
    if (said.status != EXIT_MISUSE || capture_lines(said.error) != 1 ||
        !strstr(said.error, words))
        print_error("status %d: %s%s", said.status, said.error, said.output);
    assert_int_equal(said.status, EXIT_MISUSE);
    assert_string_equal(said.output, "");
    assert_int_equal(capture_lines(said.error), 1);
    assert_int_equal(strncmp(said.error, "interleave: ", 12), 0);
    assert_non_null(strstr(said.error, words));
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

static void refuses_to_run(const char *program, const char *words)
{
    expect_line(
        capture_run((const char *[]){stage_lab(), "run", program, NULL}, NULL),
        words);
    expect_line(capture_run((const char *[]){stage_lab(), "run", "--json",
                                             program, NULL},
                            NULL),
                words);
}

static void refuses_to_replay(const char *file, const char *words)
{
    expect_line(
        capture_run((const char *[]){stage_lab(), "replay", file, NULL}, NULL),
        words);
}

/* A file that may be executed, with these bytes. */
static const char *make_program(const char *name, const void *bytes,
                                unsigned length)
{
    const char *path = stage_write(name, bytes, length);

    chmod(path, 0755);
    return path;
}

/* A working program, copied, so that it can be changed. */
static const char *copy_program(const char *name)
{
    char command[1024];

    snprintf(command, sizeof command, "cp '%s' '%s'",
             stage_program("term_silent"), stage_file("%s", name));
    assert_int_equal(system(command), 0);
    return stage_file("%s", name);
}

static void a_program_that_is_missing(void **state)
{
    (void)state;
    refuses_to_run("./nowhere", "./nowhere: no such program");
    refuses_to_run("/none/nowhere", "/none/nowhere: no such program");
    refuses_to_run("nowhere_at_all", "nowhere_at_all: no such program");
}

static void a_file_here_that_is_not_in_path(void **state)
{
    const char *program = copy_program("here");

    (void)state;
    char *folder = strdup(program);
    *strrchr(folder, '/') = '\0';
    expect_line(capture_run((const char *[]){stage_lab(), "run", "here", NULL},
                            &(struct capture_options){.folder = folder}),
                "say ./here");
    free(folder);
}

static void a_folder(void **state)
{
    (void)state;
    refuses_to_run("/tmp", "/tmp: is a directory");
}

static void a_file_that_is_not_executable(void **state)
{
    const char *program = copy_program("not_executable");

    (void)state;
    chmod(program, 0644);
    refuses_to_run(program, "not executable; try: chmod +x");
}

static void a_file_that_is_no_program(void **state)
{
    (void)state;
    refuses_to_run(make_program("text", "hello, world\n", 13),
                   "not a compiled program");
    refuses_to_run(make_program("empty", "", 0), "empty: ");
    refuses_to_run(make_program("half", "\177EL", 3), "half: ");
}

static void a_script_is_sent_to_what_runs_it(void **state)
{
    static const char script[] = "#!/bin/sh\necho hello\n";

    (void)state;
    refuses_to_run(make_program("script", script, sizeof script - 1),
                   "interleave run /bin/sh ");
}

static void a_statically_linked_program(void **state)
{
    char command[1024];
    const char *program = stage_file("static");

    (void)state;
    snprintf(command, sizeof command,
             "cc -static -o '%s' tests/programs/term_silent.c", program);
    assert_int_equal(system(command), 0);
    refuses_to_run(program, "statically linked");
}

static void a_program_for_another_processor(void **state)
{
    Elf64_Ehdr header = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
                    EV_CURRENT},
        .e_type = ET_EXEC,
        .e_machine = EM_RISCV,
        .e_version = EV_CURRENT,
        .e_ehsize = sizeof header,
        .e_phentsize = sizeof(Elf64_Phdr),
    };
    struct {
        Elf32_Ehdr header;
        char rest[256];
    } small = {.header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3,
                                      ELFCLASS32, ELFDATA2LSB, EV_CURRENT},
                          .e_type = ET_EXEC,
                          .e_machine = EM_386}};

    (void)state;
    refuses_to_run(make_program("riscv", &header, sizeof header), "RISC-V");
    refuses_to_run(make_program("i386", &small, sizeof small), "32-bit");
}

static void a_program_whose_headers_are_a_lie(void **state)
{
    const char *program = copy_program("lie");
    Elf64_Ehdr header;

    (void)state;
    FILE *file = fopen(program, "r+");
    assert_non_null(file);
    assert_int_equal(fread(&header, sizeof header, 1, file), 1);
    header.e_phoff = UINT64_MAX - 7;
    header.e_phnum = UINT16_MAX;
    rewind(file);
    assert_int_equal(fwrite(&header, sizeof header, 1, file), 1);
    fclose(file);
    refuses_to_run(program, program);
}

static void an_object_file(void **state)
{
    char command[1024];
    const char *program = stage_file("object.o");

    (void)state;
    snprintf(command, sizeof command,
             "cc -c -o '%s' tests/programs/term_silent.c && chmod +x '%s'",
             program, program);
    assert_int_equal(system(command), 0);
    refuses_to_run(program, "object file");
}

static void a_set_user_id_program(void **state)
{
    const char *program = copy_program("setuid");

    (void)state;
    assert_int_equal(chmod(program, 04755), 0);
    refuses_to_run(program, "set-user-ID");
}

static void a_recording_that_is_missing_or_no_file(void **state)
{
    (void)state;
    refuses_to_replay("/none/a.ilv", "/none/a.ilv: ");
    refuses_to_replay("/tmp", "/tmp: ");
    refuses_to_replay("/dev/zero", "/dev/zero: ");
}

static void a_recording_that_is_something_else(void **state)
{
    static const char text[] = "This is no recording, I am afraid.\n";

    (void)state;
    refuses_to_replay(stage_write("text.ilv", text, sizeof text - 1),
                      "text.ilv: ");
    refuses_to_replay(stage_write("empty.ilv", "", 0), "empty.ilv: ");
    refuses_to_replay(stage_program("term_silent"), "term_silent: ");
}

static char *recorded;
static unsigned recorded_length;

/* A recording's bytes, made once. */
static void record(void)
{
    const char *path = stage_file("whole.ilv");
    struct stat status;

    if (recorded)
        return;
    stage_usual();
    struct capture said =
        capture_run((const char *[]){stage_lab(), "run", "quick", "--plain",
                                     "--record", path, NULL},
                    NULL);
    assert_int_equal(said.status, 1);
    capture_fini(&said);
    recorded = text_of_file(path);
    assert_non_null(recorded);
    assert_int_equal(stat(path, &status), 0);
    recorded_length = (unsigned)status.st_size;
}

static void a_recording_of_another_version(void **state)
{
    (void)state;
    record();
    char *bytes = malloc(recorded_length);
    memcpy(bytes, recorded, recorded_length);
    bytes[8] = 99; /* Behind the magic number. */
    refuses_to_replay(stage_write("future.ilv", bytes, recorded_length),
                      "version");
    free(bytes);
}

/* Cut off anywhere it is read up to there, or refused in a line; it is never
   waited for, and nothing crashes. */
static void a_recording_that_was_cut_off(void **state)
{
    (void)state;
    record();
    for (unsigned i = 1; i < 16; i++) {
        unsigned length = recorded_length * i / 16;
        const char *path = stage_write("cut.ilv", recorded, length);
        struct capture said = capture_run(
            (const char *[]){stage_lab(), "replay", "--plain", path, NULL},
            NULL);

        assert_true(said.status == 0 || said.status == EXIT_MISUSE);
        if (said.status == EXIT_MISUSE)
            assert_int_equal(capture_lines(said.error), 1);
        else
            assert_non_null(strstr(said.output, "main begins"));
        capture_fini(&said);
    }
}

static void a_recording_says_that_it_was_cut_off(void **state)
{
    (void)state;
    record();
    const char *path =
        stage_write("short.ilv", recorded, recorded_length * 3 / 4);
    struct capture said = capture_run(
        (const char *[]){stage_lab(), "replay", "--plain", path, NULL}, NULL);

    assert_int_equal(said.status, 0);
    assert_non_null(strstr(said.output, "cut off"));
    capture_fini(&said);
}

/* One byte changed, anywhere: shown as far as it makes sense, or refused. */
static void a_recording_that_was_tampered_with(void **state)
{
    (void)state;
    record();
    char *bytes = malloc(recorded_length);
    for (unsigned i = 0; i < 48; i++) {
        memcpy(bytes, recorded, recorded_length);
        bytes[i * (recorded_length / 48)] ^= (char)(0x80 | i);
        const char *path = stage_write("bad.ilv", bytes, recorded_length);
        struct capture said = capture_run(
            (const char *[]){stage_lab(), "replay", "--json", path, NULL},
            NULL);

        assert_true(said.status == 0 || said.status == EXIT_MISUSE);
        assert_true(capture_lines(said.error) <= 1);
        capture_fini(&said);
    }
    free(bytes);
}

static int forget_recording(void **state)
{
    (void)state;
    free(recorded);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_that_is_missing),
        cmocka_unit_test(a_file_here_that_is_not_in_path),
        cmocka_unit_test(a_folder),
        cmocka_unit_test(a_file_that_is_not_executable),
        cmocka_unit_test(a_file_that_is_no_program),
        cmocka_unit_test(a_script_is_sent_to_what_runs_it),
        cmocka_unit_test(a_statically_linked_program),
        cmocka_unit_test(a_program_for_another_processor),
        cmocka_unit_test(a_program_whose_headers_are_a_lie),
        cmocka_unit_test(an_object_file),
        cmocka_unit_test(a_set_user_id_program),
        cmocka_unit_test(a_recording_that_is_missing_or_no_file),
        cmocka_unit_test(a_recording_that_is_something_else),
        cmocka_unit_test(a_recording_of_another_version),
        cmocka_unit_test(a_recording_that_was_cut_off),
        cmocka_unit_test(a_recording_says_that_it_was_cut_off),
        cmocka_unit_test(a_recording_that_was_tampered_with),
    };

    return cmocka_run_group_tests(tests, NULL, forget_recording);
}
