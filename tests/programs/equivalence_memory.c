/* equivalence_memory.c - shared memory and locks on files. */
#include "case.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>

enum { PAGE = 4096, BOTH = PROT_READ | PROT_WRITE };

static char name[64];
static int *shared;

static void write_here(void)
{
    *shared = 42;
}

static void shared_with_a_child(void)
{
    shared = mmap(NULL, PAGE, BOTH, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    SHOW(shared != MAP_FAILED);
    STATUS(in_child(write_here));
    SHOW(*shared);
    POSIX(munmap(shared, PAGE));
}

static void shared_by_the_other_name(void)
{
    shared = mmap64(NULL, PAGE, BOTH, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    SHOW(shared != MAP_FAILED);
    STATUS(in_child(write_here));
    SHOW(*shared);
    POSIX(munmap(shared, PAGE));
}

static void private_to_each(void)
{
    shared = mmap(NULL, PAGE, BOTH, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    SHOW(shared != MAP_FAILED);
    STATUS(in_child(write_here));
    SHOW(*shared);
    POSIX(munmap(shared, PAGE));
}

static void refused(void)
{
    POSIX(mmap(NULL, 0, BOTH, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
    POSIX(mmap(NULL, PAGE, BOTH, MAP_SHARED, -1, 0) == MAP_FAILED);
    POSIX(mmap(NULL, PAGE, BOTH, MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
    POSIX(mmap(NULL, (size_t)-1, BOTH, MAP_SHARED | MAP_ANONYMOUS, -1, 0) ==
          MAP_FAILED);
    POSIX(munmap((void *)1, PAGE));
    POSIX(munmap(&shared, 0));
}

static void named(void)
{
    POSIX(shm_open(name, O_RDWR, 0600));
    int fd = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600);
    SHOW(fd > 2);
    POSIX(shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600));
    POSIX(ftruncate(fd, PAGE));
    shared = mmap(NULL, PAGE, BOTH, MAP_SHARED, fd, 0);
    SHOW(shared != MAP_FAILED);
    int *again = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
    STATUS(in_child(write_here));
    SHOW(*again);
    POSIX(munmap(shared, PAGE));
    POSIX(munmap(again, PAGE));
    POSIX(close(fd));
    POSIX(shm_unlink(name));
    POSIX(shm_unlink(name));
    POSIX(shm_open("/a/b", O_CREAT | O_RDWR, 0600));
    POSIX(shm_unlink("/a/b"));
    POSIX(shm_open("", O_CREAT | O_RDWR, 0600));
}

static void many_mappings(void)
{
    static int *maps[80]; /* More than the runtime keeps in its table. */
    int good = 0;

    for (int i = 0; i < 80; i++) {
        maps[i] = mmap(NULL, PAGE, BOTH, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        good += maps[i] != MAP_FAILED;
    }
    SHOW(good);
    for (int i = 0; i < 80; i++)
        good -= munmap(maps[i], PAGE) == 0;
    SHOW(good);
}

/* ---- Files, and locks on them. ---- */

static char path[] = "/tmp/equivalence-memory-XXXXXX";
static int file;
static int other; /* The same file, opened again. */

static void flocks(void)
{
    POSIX(flock(file, LOCK_EX));
    POSIX(flock(file, LOCK_EX | LOCK_NB));
    POSIX(flock(other, LOCK_EX | LOCK_NB));
    POSIX(flock(other, LOCK_SH | LOCK_NB));
    POSIX(flock(file, LOCK_SH));
    POSIX(flock(other, LOCK_SH | LOCK_NB));
    POSIX(flock(other, LOCK_EX | LOCK_NB));
    POSIX(flock(other, LOCK_UN));
    POSIX(flock(file, LOCK_UN));
    POSIX(flock(file, LOCK_UN));
    POSIX(flock(-1, LOCK_EX));
    POSIX(flock(file, 77));
}

static struct flock range(short type)
{
    return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_len = 10};
}

/* What fcntl is called where files may be large. */
int fcntl64(int fd, int command, ...);

static void ranges_by_the_other_name(void)
{
    struct flock lock = range(F_WRLCK);
    struct flock unlock = range(F_UNLCK);

    POSIX(fcntl64(file, F_SETLK, &lock));
    POSIX(fcntl64(file, F_SETLK, &unlock));
    POSIX(fcntl64(file, F_GETFD));
    POSIX(fcntl64(-1, F_GETFD));
}

static void try_range(void)
{
    struct flock whole = range(F_WRLCK);
    int refused_ = fcntl(file, F_SETLK, &whole) < 0 && errno == EAGAIN;
    struct flock asked = range(F_WRLCK);

    fcntl(file, F_GETLK, &asked);
    _exit(refused_ * 10 + (asked.l_pid == getppid()));
}

static void ranges(void)
{
    struct flock lock = range(F_WRLCK);
    struct flock unlock = range(F_UNLCK);
    struct flock share = range(F_RDLCK);
    struct flock bad = range(77);

    POSIX(fcntl(file, F_SETLK, &lock));
    POSIX(fcntl(file, F_SETLKW, &lock));
    STATUS(in_child(try_range));
    POSIX(fcntl(file, F_SETLK, &share));
    POSIX(fcntl(file, F_SETLK, &unlock));
    STATUS(in_child(try_range));
    POSIX(fcntl(file, F_SETLK, &bad));
    POSIX(fcntl(-1, F_SETLK, &lock));
    POSIX(fcntl(0, F_SETLK, &lock));
    lock = range(F_WRLCK);
    POSIX(fcntl(file, F_GETLK, &lock));
    SHOW(lock.l_type == F_UNLCK);
}

static void *volatile nowhere;

static void ranges_at_bad_addresses(void)
{
    POSIX(fcntl(file, F_SETLK, nowhere));
    POSIX(fcntl(file, F_SETLKW, nowhere));
}

static void ranges_of_open_files(void)
{
    struct flock lock = range(F_WRLCK);
    struct flock unlock = range(F_UNLCK);

    POSIX(fcntl(file, F_OFD_SETLK, &lock));
    POSIX(fcntl(other, F_OFD_SETLK, &lock));
    POSIX(fcntl(file, F_OFD_SETLK, &unlock));
    POSIX(fcntl(other, F_OFD_SETLKW, &lock));
    POSIX(fcntl(other, F_OFD_SETLK, &unlock));
    lock.l_pid = 1;
    POSIX(fcntl(file, F_OFD_SETLK, &lock));
}

static void try_lockf(void)
{
    int tested = lockf(file, F_TEST, 5) < 0;
    int tried = lockf(file, F_TLOCK, 5) < 0 && errno == EAGAIN;

    _exit(tested * 10 + tried);
}

static void by_lockf(void)
{
    POSIX(lockf(file, F_LOCK, 5));
    POSIX(lockf(file, F_TLOCK, 5));
    POSIX(lockf(file, F_TEST, 5));
    STATUS(in_child(try_lockf));
    POSIX(lockf(file, F_ULOCK, 5));
    STATUS(in_child(try_lockf));
    POSIX(lockf(file, 77, 5));
    POSIX(lockf(-1, F_LOCK, 5));
    POSIX(lockf(-1, F_TEST, 5));
}

static void *unlock_later(void *nothing)
{
    usleep(1000);
    flock(other, LOCK_UN);
    return nothing;
}

static void waits_for_a_lock(void)
{
    pthread_t thread;

    POSIX(flock(other, LOCK_EX));
    NEED(pthread_create(&thread, NULL, unlock_later, NULL) == 0);
    POSIX(flock(file, LOCK_EX));
    pthread_join(thread, NULL);
    POSIX(flock(file, LOCK_UN));
}

static void on_alarm(int number)
{
    (void)number;
}

static void interrupted(void)
{
    struct sigaction action = {.sa_handler = on_alarm};
    struct itimerval often = {.it_value = {.tv_usec = 4000},
                              .it_interval = {.tv_usec = 4000}};

    POSIX(flock(other, LOCK_EX));
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    POSIX(flock(file, LOCK_EX));
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
    POSIX(flock(other, LOCK_UN));
}

/* ".", ".." and two more. */
static void lists_a_folder(void)
{
    char folder[] = "/tmp/equivalence-XXXXXX";
    char file_name[2][64];
    int names = 0;
    int names64 = 0;

    NEED(mkdtemp(folder));
    for (int i = 0; i < 2; i++) {
        snprintf(file_name[i], sizeof file_name[i], "%s/%d", folder, i);
        NEED(mkdir(file_name[i], 0700) == 0);
    }
    DIR *list = opendir(folder);
    NEED(list);
    while (readdir(list))
        names++;
    rewinddir(list);
    while (readdir64(list))
        names64++;
    closedir(list);
    SHOW(names);
    SHOW(names64);
    for (int i = 0; i < 2; i++)
        rmdir(file_name[i]);
    rmdir(folder);
}

static const struct one_case cases[] = {
    CASE(lists_a_folder),
    CASE(shared_with_a_child),
    CASE(shared_by_the_other_name),
    CASE(private_to_each),
    CASE(refused),
    CASE(named),
    CASE(many_mappings),
    CASE(flocks),
    CASE(ranges),
    CASE(ranges_by_the_other_name),
    CASE(ranges_at_bad_addresses),
    CASE(ranges_of_open_files),
    CASE(by_lockf),
    CASE(waits_for_a_lock),
    CASE(interrupted),
};

int main(int argc, char **argv)
{
    snprintf(name, sizeof name, "/equivalence-memory-%d", (int)getpid());
    file = mkstemp(path);
    other = open(path, O_RDWR);
    NEED(file >= 0 && other >= 0);
    unlink(path);
    return run_cases(cases, sizeof cases / sizeof *cases, argc, argv);
}
