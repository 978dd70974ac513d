/* process_image.c - a new image of the same program, that knows what to do.

   The image is begun from /proc/self/exe, so it is this very program, even if
   its file was replaced since. A function is where it was, counted from where
   the program lies, which differs from run to run. */
#include "parallel/process_inside.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

static const uint64_t magic = 0x70726f6365737331;
static const char word[] = "--parallel-process"; /* Of the new image's main. */

enum { ORDER_AT = 3 }; /* The order's descriptor there; the others follow. */

static bool main_was_called;

/* Where the program lies. */
static uintptr_t program_base(void)
{
    const ElfW(Phdr) *headers = (const void *)getauxval(AT_PHDR);

    for (size_t i = 0; i < getauxval(AT_PHNUM); i++)
        if (headers[i].p_type == PT_PHDR)
            return (uintptr_t)headers - headers[i].p_vaddr;
    return 0;
}

/* Is this the place of code of the program? */
static bool is_code(uint64_t place)
{
    const ElfW(Phdr) *headers = (const void *)getauxval(AT_PHDR);

    for (size_t i = 0; i < getauxval(AT_PHNUM); i++)
        if (headers[i].p_type == PT_LOAD && headers[i].p_flags & PF_X &&
            place - headers[i].p_vaddr < headers[i].p_memsz)
            return true;
    return false;
}

static int write_all(int file, const void *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t more = write(file, (const char *)bytes + done, size - done);

        if (more < 0 && errno != EINTR)
            return errno;
        done += more > 0 ? (size_t)more : 0;
    }
    return 0;
}

int process_order_write(const struct process *process, int number, bool serves,
                        int *file)
{
    struct process_order order = {
        .magic = magic,
        .run = (uintptr_t)process->run - program_base(),
        .argument_size = process->argument_size,
        .starter = getpid(),
        .number = number,
        .descriptor_count = process->descriptor_count,
        .daemon = process->daemon,
        .serves = serves,
    };

    if (!main_was_called || process->descriptor_count > PROCESS_DESCRIPTORS ||
        (!serves && !is_code(order.run)))
        return EINVAL;
    if (process->name)
        snprintf(order.name, sizeof order.name, "%s", process->name);
    *file = memfd_create("process", MFD_CLOEXEC);
    if (*file < 0)
        return errno;
    int error = write_all(*file, &order, sizeof order);
    if (!error)
        error = write_all(*file, process->argument, process->argument_size);
    if (error)
        close(*file);
    return error;
}

/* What is no order was not written by us. */
static _Noreturn void refuse(void)
{
    fprintf(stderr, "%s: only a program that spawns itself says this\n", word);
    exit(2);
}

/* The argument stays where it is read: in a private view of the file. */
void process_order_run(int file, const int *descriptors, unsigned count,
                       pid_t parent)
{
    off_t size = lseek(file, 0, SEEK_END);
    struct process_order order = {0};

    if (pread(file, &order, sizeof order, 0) != sizeof order ||
        order.magic != magic || order.descriptor_count != count ||
        order.argument_size + sizeof order != (uint64_t)size ||
        (!order.serves && !is_code(order.run)))
        refuse();
    char *view =
        mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
    if (view == MAP_FAILED)
        _exit(1);
    close(file);
    if (order.serves)
        process_serve(descriptors[0], parent);

    uintptr_t run = program_base() + order.run;
    struct process process = {.name = order.name[0] ? order.name : NULL,
                              .daemon = order.daemon,
                              .descriptor_count = count};
    memcpy(&process.run, &run, sizeof run);
    if (order.argument_size > 0)
        process.argument = view + sizeof order;
    memcpy(process.descriptors, descriptors, count * sizeof *descriptors);
    process_run(&process, parent, order.number);
}

void process_main(int argc, char **argv)
{
    struct process_order order;
    int descriptors[PROCESS_DESCRIPTORS];

    main_was_called = true;
    if (argc != 2 || strcmp(argv[1], word) != 0)
        return;
    if (pread(ORDER_AT, &order, sizeof order, 0) != sizeof order ||
        order.descriptor_count > PROCESS_DESCRIPTORS)
        refuse();
    for (unsigned i = 0; i < order.descriptor_count; i++) {
        descriptors[i] = ORDER_AT + 1 + (int)i;
        fcntl(descriptors[i], F_SETFD, FD_CLOEXEC);
    }
    process_order_run(ORDER_AT, descriptors, order.descriptor_count,
                      order.starter);
}

/* Copies of them above all places they are to have there: or one could be
   overwritten by another before it was moved. */
static int move_up(const int *descriptors, unsigned count, int *high)
{
    for (unsigned i = 0; i < count; i++) {
        high[i] = fcntl(descriptors[i], F_DUPFD_CLOEXEC,
                        ORDER_AT + 1 + PROCESS_DESCRIPTORS);
        if (high[i] < 0)
            return errno;
    }
    return 0;
}

static int spawn(const int *high, unsigned count, pid_t *pid)
{
    char *arguments[] = {program_invocation_name, (char *)(uintptr_t)word,
                         NULL};
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);

    if (error)
        return error;
    for (unsigned i = 0; i < count && !error; i++)
        error = posix_spawn_file_actions_adddup2(&actions, high[i],
                                                 ORDER_AT + (int)i);
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(&actions,
                                                         ORDER_AT + (int)count);
    if (!error)
        error = posix_spawn(pid, "/proc/self/exe", &actions, NULL, arguments,
                            environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int process_image_start(int file, const int *descriptors, unsigned count,
                        pid_t *pid)
{
    int all[PROCESS_DESCRIPTORS + 1] = {file}, high[PROCESS_DESCRIPTORS + 1];

    memset(high, -1, sizeof high);
    memcpy(all + 1, descriptors, count * sizeof *descriptors);
    int error = move_up(all, count + 1, high);
    if (!error)
        error = spawn(high, count + 1, pid);
    for (unsigned i = 0; i <= count; i++)
        if (high[i] >= 0)
            close(high[i]);
    return error;
}
