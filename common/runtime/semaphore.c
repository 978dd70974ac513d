/* semaphore.c - POSIX semaphores, unnamed and named. */
#include "runtime/emit.h"
#include "runtime/names.h"
#include "runtime/real.h"
#include "runtime/region.h"
#include "runtime/turn.h"
#include "runtime/until.h"

#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

/* What sem_* return, from an error number. */
static int posix_result(int error)
{
    if (error == 0)
        return 0;
    errno = error;
    return -1;
}

EXPORT int sem_init(sem_t *semaphore, int shared, unsigned value)
{
    struct self *self = watched();
    int result = REAL(sem_init)(semaphore, shared, value);

    if (self && result == 0 && turn_controls())
        turn_unless_alone(self, OP_SEMAPHORE_INIT, region_key(semaphore), value,
                          WHERE);
    if (self)
        emit(self, OP_SEMAPHORE_INIT, result == 0 ? STAGE_DID : STAGE_FAILED,
             region_key(semaphore), result == 0 ? (int64_t)value : errno,
             WHERE);
    return result;
}

EXPORT int sem_destroy(sem_t *semaphore)
{
    struct self *self = watched();

    if (self && turn_controls())
        turn_unless_alone(self, OP_SEMAPHORE_DESTROY, region_key(semaphore), 0,
                          WHERE);
    int result = REAL(sem_destroy)(semaphore);
    if (self)
        emit_result(self, OP_SEMAPHORE_DESTROY, region_key(semaphore),
                    result == 0 ? 0 : errno, WHERE);
    return result;
}

/* A named semaphore is a file that each process maps: its inode is what they
   have in common. Linux keeps it here, as sem_overview(7) says. */
static uint64_t named_key(const char *name, void *address)
{
    char path[300] = "/dev/shm/sem.";
    struct stat status = {0};

    strncat(path, name + (*name == '/'), sizeof path - strlen(path) - 1);
    stat(path, &status);
    if (!address)
        return object_in_region(0, 0);
    return region_add(address, sizeof(sem_t), status.st_dev, status.st_ino, 0);
}

EXPORT sem_t *sem_open(const char *name, int flags, ...)
{
    struct self *self = watched();
    mode_t mode = 0;
    unsigned first = 0;

    if (flags & O_CREAT) {
        va_list arguments;

        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        first = va_arg(arguments, unsigned);
        va_end(arguments);
    }
    names_opening(KIND_SEMAPHORE, name, flags);
    sem_t *semaphore = REAL(sem_open)(name, flags, mode, first);
    if (!self)
        return semaphore;
    int saved = errno;
    if (semaphore == SEM_FAILED) {
        emit_text(self, OP_SEMAPHORE_OPEN, STAGE_FAILED, 0, errno, name, WHERE);
    } else {
        int value = 0;

        REAL(sem_getvalue)(semaphore, &value);
        if (turn_controls())
            turn_do_on(self, OP_SEMAPHORE_OPEN, named_key(name, semaphore),
                       value, WHERE);
        emit_text(self, OP_SEMAPHORE_OPEN, STAGE_DID,
                  named_key(name, semaphore), value, name, WHERE);
    }
    errno = saved;
    return semaphore;
}

EXPORT int sem_close(sem_t *semaphore)
{
    struct self *self = watched();

    if (!self)
        return REAL(sem_close)(semaphore);
    uint64_t key = region_key(semaphore);
    int result = REAL(sem_close)(semaphore);
    if (result == 0)
        region_remove_one(semaphore);
    emit_result(self, OP_SEMAPHORE_CLOSE, key, result == 0 ? 0 : errno, WHERE);
    return result;
}

EXPORT int sem_unlink(const char *name)
{
    struct self *self = watched();
    int result = REAL(sem_unlink)(name);

    if (result == 0)
        names_unlinked(KIND_SEMAPHORE, name);
    if (self)
        emit_text(self, OP_SEMAPHORE_UNLINK,
                  result == 0 ? STAGE_DID : STAGE_FAILED, 0,
                  result == 0 ? 0 : errno, name, WHERE);
    return result;
}

static int took(struct self *self, enum operation op, uint64_t key, int result,
                const void *where)
{
    int error = result == 0 ? 0 : errno;

    if (result == 0)
        emit_took(self, op, key, where);
    else
        emit(self, op, STAGE_FAILED, key, error, where);
    return posix_result(error);
}

/* Tries, says that it waits where that fails, and is true where it must. The
   wait is a place to be cancelled at, even where there is nothing to wait for;
   trying is none. */
static bool must_wait(struct self *self, enum operation op, sem_t *semaphore,
                      clockid_t clock, const struct timespec *until,
                      int *result, const void *where)
{
    uint64_t key = region_key(semaphore);

    if (turn_controls()) {
        *result = posix_result(
            until && !turn_is_time(until)
                ? EINVAL
                : turn_on(self, op, key, 0, turn_until(clock, until), where));
        return false;
    }
    bool announced = announce(self, op, key, 0, where);
    int saved = errno;

    pthread_testcancel();
    *result = REAL(sem_trywait)(semaphore);
    if (*result == 0 || errno != EAGAIN)
        return false;
    errno = saved;
    if (!announced)
        emit_waits(self, op, key, 0, where);
    return true;
}

EXPORT int sem_wait(sem_t *semaphore)
{
    struct self *self = watched();
    int result;

    if (!self)
        return REAL(sem_wait)(semaphore);
    if (must_wait(self, OP_SEMAPHORE_WAIT, semaphore, 0, NULL, &result, WHERE))
        result = REAL(sem_wait)(semaphore);
    return took(self, OP_SEMAPHORE_WAIT, region_key(semaphore), result, WHERE);
}

EXPORT int sem_trywait(sem_t *semaphore)
{
    struct self *self = watched();

    if (!self)
        return REAL(sem_trywait)(semaphore);
    uint64_t key = region_key(semaphore);
    if (turn_controls())
        return took(self, OP_SEMAPHORE_TRY_WAIT, key,
                    posix_result(turn_on(self, OP_SEMAPHORE_TRY_WAIT, key, 0,
                                         NEVER, WHERE)),
                    WHERE);
    announce(self, OP_SEMAPHORE_TRY_WAIT, key, 0, WHERE);
    return took(self, OP_SEMAPHORE_TRY_WAIT, key, REAL(sem_trywait)(semaphore),
                WHERE);
}

EXPORT int sem_timedwait(sem_t *restrict semaphore,
                         const struct timespec *restrict until)
{
    struct self *self = watched();
    int result;

    if (!self)
        return REAL(sem_timedwait)(semaphore, until);
    if (!until_is_a_time(CLOCK_REALTIME, until) ||
        must_wait(self, OP_SEMAPHORE_TIMED_WAIT, semaphore, CLOCK_REALTIME,
                  until, &result, WHERE))
        result = REAL(sem_timedwait)(semaphore, until);
    return took(self, OP_SEMAPHORE_TIMED_WAIT, region_key(semaphore), result,
                WHERE);
}

EXPORT int sem_clockwait(sem_t *restrict semaphore, clockid_t clock,
                         const struct timespec *restrict until)
{
    struct self *self = watched();
    int result;

    if (!self)
        return REAL(sem_clockwait)(semaphore, clock, until);
    if (!until_is_a_time(clock, until) ||
        must_wait(self, OP_SEMAPHORE_TIMED_WAIT, semaphore, clock, until,
                  &result, WHERE))
        result = REAL(sem_clockwait)(semaphore, clock, until);
    return took(self, OP_SEMAPHORE_TIMED_WAIT, region_key(semaphore), result,
                WHERE);
}

EXPORT int sem_post(sem_t *semaphore)
{
    struct self *self = watched();

    if (!self)
        return REAL(sem_post)(semaphore);
    uint64_t key = region_key(semaphore);
    int error = 0;
    if (turn_controls())
        error = turn_on(self, OP_SEMAPHORE_POST, key, 0, NEVER, WHERE);
    else
        announce(self, OP_SEMAPHORE_POST, key, 0, WHERE);
    uint64_t time = emit_releasing(self, key);
    if (!turn_controls() && REAL(sem_post)(semaphore) != 0)
        error = errno;
    emit_gave(self, OP_SEMAPHORE_POST, key, error, time, WHERE);
    return posix_result(error);
}

EXPORT int sem_getvalue(sem_t *restrict semaphore, int *restrict value)
{
    struct self *self = watched();

    if (!self || !turn_controls())
        return REAL(sem_getvalue)(semaphore, value);
    const struct scheduled_object *object =
        scheduler_object(&self_area->scheduler, turn_process(),
                         region_key(semaphore), KIND_SEMAPHORE);
    *value = object ? (int)object->value : 0;
    return 0;
}
