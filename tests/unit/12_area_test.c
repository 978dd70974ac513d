/* 12_area_test.c - the shared area: made, found, refused, sealed, gone. */
#include "tests/support/process.h"
#include "trace/area.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct made {
    struct area *area;
    int descriptor;
    char name[64];
};

static struct made make(void)
{
    struct made made;

    made.area = area_create(&made.descriptor);
    assert_non_null(made.area);
    area_name(made.descriptor, made.name, sizeof made.name);
    return made;
}

static void unmake(struct made *made)
{
    area_detach(made->area);
    close(made->descriptor);
}

static int open_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;

    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static void has_a_name_of_one_length(void **state)
{
    char one[64];
    char other[64];

    (void)state;
    area_name(3, one, sizeof one);
    area_name(123456, other, sizeof other);
    assert_int_equal(strlen(one), strlen(other));
    assert_string_not_equal(one, other);
}

static void begins_empty_and_watching(void **state)
{
    struct made made = make();

    (void)state;
    assert_int_equal(made.area->version, AREA_VERSION);
    assert_int_equal(made.area->size, sizeof(struct area));
    assert_int_equal(made.area->level, LEVEL_WATCH);
    assert_int_equal(made.area->pace_us, 0);
    assert_int_equal(made.area->paused, 0);
    assert_int_equal(made.area->births, 0);
    assert_int_equal(made.area->quota, AREA_RECORDS);
    assert_int_equal(made.area->image_count, 1); /* 0 is "not known". */
    for (size_t i = 0; i < AREA_SLOTS; i++)
        assert_int_equal(made.area->slots[i].state, SLOT_FREE);
    unmake(&made);
}

static void shows_both_sides_the_same_memory(void **state)
{
    struct made made = make();
    struct area *other = area_attach(made.name);

    (void)state;
    assert_non_null(other);
    assert_ptr_not_equal(other, made.area);
    atomic_store(&made.area->pace_us, 1234);
    assert_int_equal(atomic_load(&other->pace_us), 1234);
    other->rings[AREA_SLOTS - 1][AREA_RECORDS - 1].value = -7;
    assert_int_equal(made.area->rings[AREA_SLOTS - 1][AREA_RECORDS - 1].value,
                     -7);
    area_detach(other);
    unmake(&made);
}

static void is_found_by_a_child_of_another_process(void **state)
{
    struct made made = make();
    int status;

    (void)state;
    pid_t child = fork();
    if (child == 0) {
        close(made.descriptor);
        struct area *area = area_attach(made.name);
        if (area)
            atomic_store(&area->births, 42);
        _exit(area ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(atomic_load(&made.area->births), 42);
    unmake(&made);
}

static void cannot_be_shrunk_or_grown_under_the_lab(void **state)
{
    struct made made = make();
    int fd = open(made.name, O_RDWR | O_CLOEXEC);

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, 4096), -1);
    assert_int_equal(errno, EPERM);
    assert_int_equal(ftruncate(fd, (off_t)sizeof(struct area) * 2), -1);
    assert_int_equal(errno, EPERM);
    assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), -1);
    close(fd);
    unmake(&made);
}

static void is_not_handed_on_by_exec(void **state)
{
    struct made made = make();

    (void)state;
    assert_int_equal(fcntl(made.descriptor, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    unmake(&made);
}

static void says_when_there_is_no_such_area(void **state)
{
    (void)state;
    errno = 0;
    assert_null(area_attach("/proc/1/fd/99999"));
    assert_int_equal(errno, ENOENT);
    assert_null(area_attach(""));
}

static void is_gone_with_its_last_user(void **state)
{
    struct made made = make();

    (void)state;
    unmake(&made);
    assert_null(area_attach(made.name));
}

static void refuses_what_is_no_area(void **state)
{
    char *folder = process_make_folder();
    char path[128];

    (void)state;
    snprintf(path, sizeof path, "%s/area", folder);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    errno = 0;
    assert_null(area_attach(path)); /* Empty. */
    assert_int_equal(errno, EPROTO);
    assert_int_equal(ftruncate(fd, (off_t)sizeof(struct area)), 0);
    errno = 0;
    assert_null(area_attach(path)); /* Of the right size, all zero. */
    assert_int_equal(errno, EPROTO);
    close(fd);
    process_remove_folder(folder);
    free(folder);
}

static void refuses_another_versions_area(void **state)
{
    struct made made = make();

    (void)state;
    made.area->version = AREA_VERSION + 1;
    errno = 0;
    assert_null(area_attach(made.name));
    assert_int_equal(errno, EPROTO);
    made.area->version = AREA_VERSION;
    made.area->magic[0] ^= 1;
    assert_null(area_attach(made.name));
    unmake(&made);
}

static void leaves_no_descriptor_open(void **state)
{
    int before = open_descriptors();
    struct made made = make();

    (void)state;
    assert_int_equal(open_descriptors(), before + 1);
    struct area *again = area_attach(made.name);
    assert_int_equal(open_descriptors(), before + 1);
    area_detach(again);
    made.area->version++;
    assert_null(area_attach(made.name));
    assert_null(area_attach("/etc/passwd"));
    assert_int_equal(open_descriptors(), before + 1);
    unmake(&made);
    assert_int_equal(open_descriptors(), before);
}

static void has_a_clock_that_never_goes_back(void **state)
{
    struct made made = make();
    uint64_t before = area_now(made.area);

    (void)state;
    for (int i = 0; i < 10000; i++) {
        uint64_t now = area_now(made.area);

        assert_true(now >= before);
        before = now;
    }
    made.area->tsc = 0; /* And so has one without a time stamp counter. */
    before = area_now(made.area);
    for (int i = 0; i < 10000; i++) {
        uint64_t now = area_now(made.area);

        assert_true(now >= before);
        before = now;
    }
    unmake(&made);
}

/* What one task writes all the time must not be where another's is. */
static void keeps_tasks_out_of_each_others_cache_lines(void **state)
{
    (void)state;
    assert_int_equal(sizeof(struct slot) % CACHE_LINE, 0);
    assert_int_equal(sizeof(struct object_clock), CACHE_LINE);
    assert_int_equal(offsetof(struct slot, head) % CACHE_LINE, 0);
    assert_int_equal(offsetof(struct slot, tail) % CACHE_LINE, 0);
    assert_true(offsetof(struct slot, tail) / CACHE_LINE !=
                offsetof(struct slot, head) / CACHE_LINE);
    assert_int_equal(AREA_RECORDS & (AREA_RECORDS - 1), 0);
    assert_int_equal(AREA_CLOCKS & (AREA_CLOCKS - 1), 0);
    assert_int_equal(sizeof(struct record), 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_a_name_of_one_length),
        cmocka_unit_test(begins_empty_and_watching),
        cmocka_unit_test(shows_both_sides_the_same_memory),
        cmocka_unit_test(is_found_by_a_child_of_another_process),
        cmocka_unit_test(cannot_be_shrunk_or_grown_under_the_lab),
        cmocka_unit_test(is_not_handed_on_by_exec),
        cmocka_unit_test(says_when_there_is_no_such_area),
        cmocka_unit_test(is_gone_with_its_last_user),
        cmocka_unit_test(refuses_what_is_no_area),
        cmocka_unit_test(refuses_another_versions_area),
        cmocka_unit_test(leaves_no_descriptor_open),
        cmocka_unit_test(has_a_clock_that_never_goes_back),
        cmocka_unit_test(keeps_tasks_out_of_each_others_cache_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
