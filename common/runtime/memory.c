/* memory.c - shared memory: mapped, named, unlinked.

   Only mappings that other processes can see are told. */
#include "runtime/descriptor.h"
#include "runtime/emit.h"
#include "runtime/names.h"
#include "runtime/real.h"
#include "runtime/region.h"

#include <sys/stat.h>

static void tell_map(struct self *self, void *start, size_t length, int fd,
                     uint64_t offset, bool anonymous, const void *where)
{
    int saved = errno;
    struct stat status = {0};

    if (!anonymous)
        fstat(fd, &status);
    uint64_t key =
        region_add(start, length, status.st_dev, status.st_ino, offset);
    emit_urgently(self, OP_MAP, STAGE_DID, key, (int64_t)length, where);
    errno = saved;
}

static void *map(void *address, size_t length, int protection, int flags,
                 int fd, off_t offset, const void *where)
{
    struct self *self = watched();
    void *start = REAL(mmap)(address, length, protection, flags, fd, offset);

    /* MAP_SHARED_VALIDATE has MAP_SHARED's bit, and MAP_PRIVATE's. */
    bool shared = (flags & MAP_TYPE) == MAP_SHARED ||
                  (flags & MAP_TYPE) == MAP_SHARED_VALIDATE;
    if (self && shared && (protection & PROT_WRITE) && start != MAP_FAILED)
        tell_map(self, start, length, fd, (uint64_t)offset,
                 (flags & MAP_ANONYMOUS) != 0, where);
    return start;
}

EXPORT void *mmap(void *address, size_t length, int protection, int flags,
                  int fd, off_t offset)
{
    return map(address, length, protection, flags, fd, offset, WHERE);
}

EXPORT void *mmap64(void *address, size_t length, int protection, int flags,
                    int fd, off64_t offset)
{
    return map(address, length, protection, flags, fd, offset, WHERE);
}

EXPORT int munmap(void *start, size_t length)
{
    struct self *self = watched();
    uint64_t key = self ? region_remove(start, length) : 0;
    int result = REAL(munmap)(start, length);

    if (key)
        emit_result(self, OP_UNMAP, key, result == 0 ? 0 : errno, WHERE);
    return result;
}

EXPORT int shm_open(const char *name, int flags, mode_t mode)
{
    struct self *self = watched();

    names_opening(KIND_MEMORY, name, flags);
    int fd = REAL(shm_open)(name, flags, mode);

    if (!self)
        return fd;
    int saved = errno;
    struct stat status;
    if (fd >= 0 && fstat(fd, &status) == 0)
        emit_text(self, OP_MEMORY_OPEN, STAGE_DID,
                  region_key_of_file(status.st_dev, status.st_ino), fd, name,
                  WHERE);
    else
        emit_text(self, OP_MEMORY_OPEN, STAGE_FAILED, 0, saved, name, WHERE);
    errno = saved;
    return fd;
}

EXPORT int shm_unlink(const char *name)
{
    struct self *self = watched();
    int result = REAL(shm_unlink)(name);

    if (result == 0)
        names_unlinked(KIND_MEMORY, name);
    if (!self)
        return result;
    int saved = errno;
    emit_text(self, OP_MEMORY_UNLINK, result == 0 ? STAGE_DID : STAGE_FAILED, 0,
              result == 0 ? 0 : saved, name, WHERE);
    errno = saved;
    return result;
}
