/* 31_program_test.c - which files can be watched, and why others not. */
#include "tests/support/folder.h"
#include "tests/support/process.h"
#include "tests/support/watched.h"
#include "watch/program.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cmocka.h>

static char found[PATH_MAX];
static char why[256];

static bool find(const char *name)
{
    *found = *why = '\0';
    return program_find(name, found, sizeof found, why, sizeof why);
}

/* Refused, with these words in the reason, which is one line. */
static void assert_refused(const char *name, const char *words)
{
    if (find(name))
        fail_msg("%s was accepted", name);
    if (!strstr(why, words))
        fail_msg("said \"%s\", not \"%s\"", why, words);
    assert_null(strchr(why, '\n'));
}

static const char *file_with(const char *name, const void *bytes, size_t length,
                             mode_t mode)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
    return path;
}

/* An ELF file of which only the headers make sense. */
struct elf {
    Elf64_Ehdr header;
    Elf64_Phdr parts[2];
};

static struct elf good_elf(void)
{
    struct elf elf = {.header = {.e_type = ET_DYN,
#ifdef __x86_64__
                                 .e_machine = EM_X86_64,
#else
                                 .e_machine = EM_AARCH64,
#endif
                                 .e_version = EV_CURRENT,
                                 .e_phoff = sizeof(Elf64_Ehdr),
                                 .e_ehsize = sizeof(Elf64_Ehdr),
                                 .e_phentsize = sizeof(Elf64_Phdr),
                                 .e_phnum = 2},
                      .parts = {{.p_type = PT_LOAD}, {.p_type = PT_INTERP}}};

    memcpy(elf.header.e_ident, ELFMAG, SELFMAG);
    elf.header.e_ident[EI_CLASS] = ELFCLASS64;
    elf.header.e_ident[EI_DATA] = ELFDATA2LSB;
    return elf;
}

static const char *elf_file(const struct elf *elf)
{
    return file_with("elf", elf, sizeof *elf, 0700);
}

/* ---- Found. ---- */

static void finds_a_program_by_its_path(void **state)
{
    char real[PATH_MAX];

    (void)state;
    assert_true(find("/bin/true"));
    assert_non_null(realpath("/bin/true", real));
    assert_string_equal(found, real);
}

static void finds_a_program_in_path(void **state)
{
    (void)state;
    assert_true(find("true"));
    assert_int_equal(*found, '/');
}

static void makes_a_relative_path_absolute(void **state)
{
    (void)state;
    assert_true(find(watched_program("contends")));
    assert_int_equal(*found, '/');
}

static void accepts_an_elf_file_with_an_interpreter(void **state)
{
    struct elf elf = good_elf();

    (void)state;
    assert_true(find(elf_file(&elf)));
    elf.header.e_type = ET_EXEC; /* Linked with -no-pie. */
    assert_true(find(elf_file(&elf)));
}

static void follows_links(void **state)
{
    struct elf elf = good_elf();
    char link[256];

    (void)state;
    snprintf(link, sizeof link, "%s/link", folder);
    assert_int_equal(symlink(elf_file(&elf), link), 0);
    assert_true(find(link));
    assert_non_null(strstr(found, "/elf"));
}

/* ---- Looking as a shell does. ---- */

static void with_path(const char *path, bool accepted)
{
    char *before = getenv("PATH");
    char *kept = before ? strdup(before) : NULL;
    struct elf elf = good_elf();
    char here[PATH_MAX];

    file_with("unlikely-name", &elf, sizeof elf, 0700);
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(folder), 0);
    setenv("PATH", path, 1);
    bool is_found = find("unlikely-name");
    assert_int_equal(chdir(here), 0);
    if (kept)
        setenv("PATH", kept, 1);
    free(kept);
    assert_int_equal(is_found, accepted);
}

static void looks_only_where_path_says(void **state)
{
    char path[512];

    (void)state;
    with_path("/bin:/usr/bin", false);
    assert_string_equal(why, "unlikely-name: not found in PATH; for the file "
                             "here, say ./unlikely-name");
    with_path("", false);
    snprintf(path, sizeof path, "/nowhere:%s:/bin", folder);
    with_path(path, true);
    with_path("/bin:.", true);
}

/* "A zero-length prefix indicates the current working directory": POSIX. */
static void takes_an_empty_part_of_path_for_the_folder_it_is_in(void **state)
{
    (void)state;
    with_path(":/bin", true);
    with_path("/bin:", true);
    with_path("/bin::/usr/bin", true);
}

/* ---- Refused. ---- */

static void refuses_what_is_not_there(void **state)
{
    (void)state;
    assert_refused("", "empty");
    assert_refused("no-such-program-anywhere", "no such program");
    assert_refused("/nowhere/at/all", "/nowhere/at/all: no such program");
    assert_refused("./no-such-file-here", "no such program");
}

static void refuses_what_is_no_file(void **state)
{
    char fifo[256];

    (void)state;
    assert_refused(folder, "is a directory");
    assert_refused("/dev/null", "not a regular file");
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    assert_int_equal(mkfifo(fifo, 0700), 0);
    assert_refused(fifo, "not a regular file");
}

static void refuses_what_may_not_be_run(void **state)
{
    struct elf elf = good_elf();

    (void)state;
    assert_refused(file_with("elf", &elf, sizeof elf, 0600), "chmod +x");
}

static void names_the_interpreter_of_a_script(void **state)
{
    (void)state;
    assert_refused(file_with("script", "#!/usr/bin/env python3\nx\n", 25, 0700),
                   "interleave run /usr/bin/env python3 ");
    assert_refused(file_with("script", "#! /bin/sh -e\n", 14, 0700),
                   "interleave run /bin/sh -e ");
    assert_refused(file_with("script", "#!", 2, 0700), "is a script");
}

static void refuses_what_is_not_compiled(void **state)
{
    (void)state;
    assert_refused(file_with("text", "int main;\n", 10, 0700),
                   "not a compiled program");
    assert_refused(file_with("empty", "", 0, 0700), "not a compiled program");
    assert_refused(file_with("short", ELFMAG, SELFMAG, 0700),
                   "not a compiled program");
}

static void refuses_what_was_built_for_another_machine(void **state)
{
    struct elf elf = good_elf();

    (void)state;
    elf.header.e_machine = EM_RISCV;
    assert_refused(elf_file(&elf), "built for RISC-V");
    elf.header.e_machine = EM_386;
    elf.header.e_ident[EI_CLASS] = ELFCLASS32;
    assert_refused(elf_file(&elf), "32-bit x86");
    elf.header.e_machine = 0x9999;
    assert_refused(elf_file(&elf), "another processor");
}

static void refuses_what_is_not_linked(void **state)
{
    struct elf elf = good_elf();

    (void)state;
    elf.header.e_type = ET_REL;
    assert_refused(elf_file(&elf), "object file");
    elf.header.e_type = ET_CORE;
    assert_refused(elf_file(&elf), "");
}

static void refuses_what_is_linked_statically(void **state)
{
    struct elf elf = good_elf();

    (void)state;
    elf.parts[1].p_type = PT_NULL;
    assert_refused(elf_file(&elf), "statically linked");
}

/* Headers that lie outside the file, or are none. */
static void refuses_what_is_damaged(void **state)
{
    struct elf elf = good_elf();

    (void)state;
    elf.header.e_phoff = UINT64_MAX - 8;
    assert_refused(elf_file(&elf), "");
    elf = good_elf();
    elf.header.e_phoff = 1 << 20;
    elf.header.e_phnum = 0xffff;
    assert_refused(elf_file(&elf), "");
    elf = good_elf();
    elf.header.e_phentsize = 1;
    assert_refused(elf_file(&elf), "");
    elf = good_elf();
    assert_refused(file_with("cut", &elf, sizeof elf.header + 10, 0700), "");
}

static void refuses_what_runs_with_privileges_of_its_own(void **state)
{
    struct elf elf = good_elf();

    (void)state;
    assert_refused(file_with("elf", &elf, sizeof elf, 04755), "set-user-ID");
    assert_refused(file_with("elf", &elf, sizeof elf, 02755), "set-user-ID");
}

static void refuses_what_has_capabilities(void **state)
{
    /* cap_net_raw+ep, as setcap writes it: version 2, effective. */
    static const unsigned char capability[20] = {1, 0, 0, 2, 0, 0x20};
    struct elf elf = good_elf();
    const char *path = elf_file(&elf);

    (void)state;
    if (setxattr(path, "security.capability", capability, sizeof capability,
                 0) != 0)
        skip(); /* Only root can, and not on every file system. */
    assert_refused(path, "capabilities");
}

static void refuses_what_it_cannot_read(void **state)
{
    struct elf elf = good_elf();
    const char *path = file_with("elf", &elf, sizeof elf, 0111);

    (void)state;
    if (access(path, R_OK) == 0)
        skip(); /* Root reads everything. */
    assert_refused(path, "cannot be read");
}

static void refuses_a_path_that_is_too_long_for_its_caller(void **state)
{
    char small[8];

    (void)state;
    assert_false(
        program_find("/bin/true", small, sizeof small, why, sizeof why));
    assert_non_null(strstr(why, "too long"));
}

static void cuts_its_reason_to_the_room_there_is(void **state)
{
    char little[12];

    (void)state;
    memset(little, '#', sizeof little);
    assert_false(program_find("/nowhere/at/all", found, sizeof found, little,
                              sizeof little - 1));
    assert_int_equal(strlen(little), sizeof little - 2);
    assert_int_equal(little[sizeof little - 1], '#');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_a_program_by_its_path),
        cmocka_unit_test(finds_a_program_in_path),
        cmocka_unit_test(makes_a_relative_path_absolute),
        cmocka_unit_test(accepts_an_elf_file_with_an_interpreter),
        cmocka_unit_test(follows_links),
        cmocka_unit_test(looks_only_where_path_says),
        cmocka_unit_test(takes_an_empty_part_of_path_for_the_folder_it_is_in),
        cmocka_unit_test(refuses_what_is_not_there),
        cmocka_unit_test(refuses_what_is_no_file),
        cmocka_unit_test(refuses_what_may_not_be_run),
        cmocka_unit_test(names_the_interpreter_of_a_script),
        cmocka_unit_test(refuses_what_is_not_compiled),
        cmocka_unit_test(refuses_what_was_built_for_another_machine),
        cmocka_unit_test(refuses_what_is_not_linked),
        cmocka_unit_test(refuses_what_is_linked_statically),
        cmocka_unit_test(refuses_what_is_damaged),
        cmocka_unit_test(refuses_what_runs_with_privileges_of_its_own),
        cmocka_unit_test(refuses_what_has_capabilities),
        cmocka_unit_test(refuses_what_it_cannot_read),
        cmocka_unit_test(refuses_a_path_that_is_too_long_for_its_caller),
        cmocka_unit_test(cuts_its_reason_to_the_room_there_is),
    };

    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
