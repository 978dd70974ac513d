/* shared.c - mappings, and somebody who removes names. */
#include "parallel/shared.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void *map(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

int shared_value_new(struct shared_value **made, int64_t number)
{
    struct shared_value *value = map(sizeof *value);

    if (!value)
        return ENOMEM;
    value->number = number;
    *made = value;
    return lock_init(&value->lock, BETWEEN_PROCESSES);
}

void shared_value_free(struct shared_value *value)
{
    munmap(value, sizeof *value);
}

int64_t shared_value_get(struct shared_value *value)
{
    return shared_value_add(value, 0);
}

void shared_value_set(struct shared_value *value, int64_t number)
{
    lock_acquire(&value->lock, FOREVER);
    value->number = number;
    lock_release(&value->lock);
}

int64_t shared_value_add(struct shared_value *value, int64_t by)
{
    lock_acquire(&value->lock, FOREVER);
    /* By way of unsigned: it goes around instead of being undefined. */
    int64_t sum = (int64_t)((uint64_t)value->number + (uint64_t)by);
    value->number = sum;
    lock_release(&value->lock);
    return sum;
}

int shared_array_new(struct shared_array **made, size_t count, size_t item_size)
{
    size_t bytes;

    if (count == 0 || item_size == 0)
        return EINVAL;
    if (__builtin_mul_overflow(count, item_size, &bytes) ||
        __builtin_add_overflow(bytes, sizeof(struct shared_array), &bytes))
        return ENOMEM;
    struct shared_array *array = map(bytes);
    if (!array)
        return ENOMEM;
    array->count = count;
    array->item_size = item_size;
    *made = array;
    return lock_init(&array->lock, BETWEEN_PROCESSES);
}

void shared_array_free(struct shared_array *array)
{
    munmap(array, sizeof *array + array->count * array->item_size);
}

void *shared_array_at(struct shared_array *array, size_t index)
{
    if (index >= array->count)
        return NULL;
    return array->items + index * array->item_size;
}

/* ---- Segments with a name. ---- */

/* A process that waits until nobody holds the other end of a pipe any more,
   which the kernel sees to however they end, and then removes the name. A byte
   tells it that this was done already. */
static void keep(const char *name, int end)
{
    sigset_t all;
    char byte;
    ssize_t got;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    setsid();
    dup2(end, 0); /* Nothing else of ours may be held open here. */
    syscall(SYS_close_range, 1U, ~0U, 0U);
    do
        got = read(0, &byte, 1);
    while (got < 0 && errno == EINTR);
    if (got == 0)
        shm_unlink(name);
    _exit(0);
}

/* A descriptor; negative: minus an error number. */
static int start_keeper(const char *name)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC))
        return -errno;
    pid_t child = fork();
    if (child == 0) {
        /* Its parent ends at once: nobody here has to wait for it. */
        close(ends[1]);
        if (fork() == 0)
            keep(name, ends[0]);
        _exit(0);
    }
    close(ends[0]);
    if (child < 0) {
        close(ends[1]);
        return -EAGAIN;
    }
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    return ends[1];
}

/* Takes a descriptor; the error of what came before is passed through. */
static int map_segment(struct shared_segment *segment, int descriptor)
{
    segment->memory = mmap(NULL, segment->size, PROT_READ | PROT_WRITE,
                           MAP_SHARED, descriptor, 0);
    int error = segment->memory == MAP_FAILED ? errno : 0;
    close(descriptor);
    return error;
}

static int begin(struct shared_segment *segment, const char *name)
{
    *segment = (struct shared_segment){.keeper = -1};
    if (strlen(name) >= sizeof segment->name)
        return ENAMETOOLONG;
    strcpy(segment->name, name);
    return 0;
}

int shared_segment_create(struct shared_segment *segment, const char *name,
                          size_t size)
{
    int error = begin(segment, name);

    if (error)
        return error;
    int descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (descriptor < 0)
        return errno;
    segment->size = size;
    segment->keeper = start_keeper(name);
    if (segment->keeper < 0)
        error = -segment->keeper;
    else if (size > INT64_MAX || ftruncate(descriptor, (off_t)size))
        error = EINVAL;
    if (error)
        close(descriptor);
    else
        error = map_segment(segment, descriptor);
    if (error) {
        segment->memory = NULL;
        if (segment->keeper < 0)
            shm_unlink(name);
        shared_segment_close(segment);
    }
    return error;
}

int shared_segment_open(struct shared_segment *segment, const char *name)
{
    struct stat status;
    int error = begin(segment, name);

    if (error)
        return error;
    int descriptor = shm_open(name, O_RDWR, 0);
    if (descriptor < 0 || fstat(descriptor, &status))
        return errno;
    segment->size = (size_t)status.st_size;
    return map_segment(segment, descriptor);
}

void shared_segment_close(struct shared_segment *segment)
{
    if (segment->memory)
        munmap(segment->memory, segment->size);
    segment->memory = NULL;
    if (segment->keeper < 0)
        return;
    shm_unlink(segment->name);
    /* It may have gone: then there is nobody to tell. */
    ssize_t told = write(segment->keeper, "", 1);
    (void)told;
    close(segment->keeper);
    segment->keeper = -1;
}
