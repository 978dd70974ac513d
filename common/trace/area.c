/* area.c - making, naming and mapping the area.

   The area is a memfd: memory with no name, gone with its last user, so a
   kill -9 of the lab and the program leaves nothing behind. Others reach it
   through /proc/PID/fd of the lab. */
#include "trace/area.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char magic[8] = "ILAREA\n";

/* The time stamp counter is the cheapest clock, and good as one where the
   kernel itself trusts it on all processors. */
static uint32_t tsc_is_usable(void)
{
#if defined(__x86_64__)
    char name[16] = "";
    int fd = open("/sys/devices/system/clocksource/clocksource0/"
                  "current_clocksource",
                  O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return 0;
    ssize_t got = read(fd, name, sizeof name - 1);
    close(fd);
    return got > 0 && strncmp(name, "tsc", 3) == 0;
#else
    return 0;
#endif
}

static struct area *map_area(int fd)
{
    struct area *area = mmap(NULL, sizeof *area, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_NORESERVE, fd, 0);

    return area == MAP_FAILED ? NULL : area;
}

static char folder[PATH_MAX]; /* "": areas are in memory alone. */

void area_keep_in(const char *path)
{
    if (!realpath(path, folder))
        *folder = '\0';
}

static int make_file(void)
{
    char name[sizeof folder + 16];

    snprintf(name, sizeof name, "%s/area-XXXXXX", folder);
    return mkostemp(name, O_CLOEXEC);
}

static bool seal(int descriptor)
{
    return *folder || fcntl(descriptor, F_ADD_SEALS,
                            F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
}

/* Of what is kept in the folder. False: it has none. */
static bool file_name(int descriptor, char *name, size_t size)
{
    char link[64];

    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = *folder ? readlink(link, name, size - 1) : -1;
    if (length >= 0)
        name[length] = '\0';
    return length >= 0;
}

void area_close(int descriptor)
{
    char name[PATH_MAX];

    if (file_name(descriptor, name, sizeof name))
        unlink(name);
    close(descriptor);
}

struct area *area_create(int *descriptor)
{
    int fd = *folder
                 ? make_file()
                 : memfd_create("interleave", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (fd < 0)
        return NULL;
    /* Sealed, so that no watched program can shrink it under the lab. */
    struct area *area = NULL;
    if (ftruncate(fd, sizeof *area) == 0 && seal(fd))
        area = map_area(fd);
    if (!area) {
        int why = errno;
        area_close(fd);
        errno = why;
        return NULL;
    }
    memcpy(area->magic, magic, sizeof magic);
    area->version = AREA_VERSION;
    area->size = sizeof *area;
    area->tsc = tsc_is_usable();
    area->quota = AREA_RECORDS;
    area->image_count = 1; /* Image 0 stands for "not known". */
    area->level = LEVEL_WATCH;
    *descriptor = fd;
    return area;
}

void area_name(int descriptor, char *name, size_t size)
{
    static const char slashes[] = "////////////////////////////////";

    if (file_name(descriptor, name, size))
        return;
    int digits = snprintf(NULL, 0, "%ld%d", (long)getpid(), descriptor);

    /* Of one length, as the program's stack begins below its environment. */
    snprintf(name, size, "%s/proc/%ld/fd/%d", slashes + (digits + 8) % 32,
             (long)getpid(), descriptor);
}

struct area *area_attach(const char *name)
{
    int fd = open(name, O_RDWR | O_CLOEXEC);

    if (fd < 0)
        return NULL;
    struct area *area = NULL;
    struct stat status;
    if (fstat(fd, &status) != 0 || status.st_size != sizeof *area)
        errno = EPROTO;
    else
        area = map_area(fd);
    int why = errno;
    close(fd);
    if (area && (memcmp(area->magic, magic, sizeof magic) != 0 ||
                 area->version != AREA_VERSION)) {
        area_detach(area);
        area = NULL;
        why = EPROTO;
    }
    errno = why;
    return area;
}

void area_detach(struct area *area)
{
    munmap(area, sizeof *area);
}

uint64_t area_now(const struct area *area)
{
#if defined(__x86_64__)
    if (area->tsc)
        return __builtin_ia32_rdtsc();
#endif
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}
