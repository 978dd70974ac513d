/* sandbox.c - starting and ending a sandbox; what it may use. */
#include "tui/grading/sandbox.h"

#include "must.h"
#include "trace/area.h"
#include "tui/grading/inside.h"
#include "tui/pages/language.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    OWN_ID = 1000,        /* Inside. */
    NOBODYS = 1800000000, /* From here on, ids that no system gives. */
    BUILT = 64,           /* Exit status of a trial that worked. */
};

static char *bench;
static char *programs;
static bool sealable;
static int written = -1; /* Where the kernel says it. */

const char *sandbox_bench(void)
{
    return bench;
}

static char *place_for_areas(void)
{
    return must_print("%s/../areas", bench);
}

const char *sandbox_programs(void)
{
    return programs;
}

/* ---- What it may use. ---- */

static void limit(int resource, rlim_t most)
{
    const struct rlimit limits = {most, most};

    setrlimit((__rlimit_resource_t)resource, &limits);
}

static void limit_all(void)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, SANDBOX_CPU_S);
    limit(RLIMIT_NOFILE, SANDBOX_FILES);
    limit(RLIMIT_FSIZE, (rlim_t)SANDBOX_ADDRESS_MB << 20); /* The area's. */
    limit(RLIMIT_AS, (rlim_t)SANDBOX_ADDRESS_MB << 20);
    limit(RLIMIT_MEMLOCK, 1 << 20);
}

/* Only where nobody else has its user id in its user namespace: else processes
   of others would count. */
static void limit_tasks(void)
{
    limit(RLIMIT_NPROC, SANDBOX_TASKS);
}

/* Nothing of the caller's is left in it, no terminal and no variable, but the
   language in which it is judged. */
static void forget_caller(void)
{
    const char *compiler = getenv("INTERLEAVE_CC");
    char *kept = compiler ? must_copy(compiler) : NULL;
    char *language = must_copy(language_code());
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

    setsid();
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        dup2(nothing, fd);
    clearenv();
    setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("LANGUAGE", language, 1);
    free(language);
    setenv("HOME", bench, 1);
    setenv("TMPDIR", bench, 1);
    if (kept)
        setenv("INTERLEAVE_CC", kept, 1);
    free(kept);
}

/* ---- Rights. ---- */

/* Keeps but one right, or none (-1). */
static bool keep_right(int right)
{
    struct __user_cap_header_struct header = {.version =
                                                  _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[2] = {0};

    if (right >= 0) {
        sets[right / 32].effective = 1U << (right % 32);
        sets[right / 32].permitted = 1U << (right % 32);
    }
    return syscall(SYS_capset, &header, sets) == 0;
}

static bool write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool well = fd >= 0 && write(fd, text, strlen(text)) > 0;

    if (fd >= 0)
        close(fd);
    return well;
}

static bool map_one(const char *path, unsigned outside)
{
    char *line = must_print("%d %u 1", OWN_ID, outside);
    bool well = write_file(path, line);

    free(line);
    return well;
}

/* In a user namespace just made. */
static bool map_ids(unsigned user, unsigned group)
{
    return write_file("/proc/self/setgroups", "deny") &&
           map_one("/proc/self/uid_map", user) &&
           map_one("/proc/self/gid_map", group);
}

static bool become_nobody(unsigned number)
{
    unsigned id = NOBODYS + number;

    return setgroups(0, NULL) == 0 && prctl(PR_SET_KEEPCAPS, 1) == 0 &&
           setresgid(id, id, id) == 0 && setresuid(id, id, id) == 0;
}

/* ---- Inside. ---- */

static void give_up(const char *what)
{
    fprintf(stderr, "interleave: no sandbox: %s: %s\n", what, strerror(errno));
    _exit(SANDBOX_FAILED);
}

static void need(bool well, const char *what)
{
    if (!well)
        give_up(what);
}

static void isolate(const struct sandbox_options *options, unsigned user,
                    unsigned group)
{
    need(user == 0 || map_ids(user, group), _("user ids"));
    need(view_make(options, user == 0 ? NOBODYS + options->number : OWN_ID),
         view_step());
    need(sethostname("sandbox", strlen("sandbox")) == 0, _("host name"));
    need(view_raise_loopback(), _("loopback"));
    if (user == 0)
        need(become_nobody(options->number), _("user id"));
    else /* Nobody in here makes a user namespace of his own. */
        write_file("/proc/sys/user/max_user_namespaces", "0");
    bench = must_copy(VIEW_BENCH);
    programs = must_copy(VIEW_PROGRAMS);
    sealable = true;
    limit_tasks();
    need(keep_right(CAP_SYS_ADMIN), _("rights"));
}

static char *folder_of(const struct sandbox_options *options)
{
    return must_print("%s/%u", options->root, options->number);
}

/* No namespaces: root can at least give it a user id of its own. */
static void make_do(const struct sandbox_options *options, unsigned user)
{
    char *folder = folder_of(options);
    unsigned owner = user == 0 ? NOBODYS + options->number : user;

    bench = must_print("%s/bench", folder);
    programs = must_print("%s/programs", folder);
    char *areas = place_for_areas();
    need(mkdir(folder, 0700) == 0 && mkdir(bench, 0700) == 0 &&
             mkdir(programs, 0700) == 0 && mkdir(areas, 0700) == 0,
         folder);
    if (user == 0) {
        need(chmod(options->root, 0711) == 0 && chmod(folder, 0711) == 0 &&
                 chown(bench, owner, owner) == 0 &&
                 chown(programs, owner, owner) == 0 &&
                 chown(areas, owner, owner) == 0 &&
                 become_nobody(options->number),
             _("user id"));
        limit_tasks();
        keep_right(-1);
    }
    free(areas);
    free(folder);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

static void enter(const struct sandbox_options *options, unsigned user,
                  unsigned group)
{
    sigset_t none;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* Should memory run out, this goes first. */
    write_file("/proc/self/oom_score_adj", "1000");
    signal(SIGINT, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(022);
    if (options->isolated)
        isolate(options, user, group);
    else
        make_do(options, user);
    forget_caller();
    limit_all();
    need(chdir(bench) == 0, bench);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    char *areas = place_for_areas();
    area_keep_in(areas); /* What it has open is closed to the program. */
    free(areas);
    prctl(PR_SET_DUMPABLE, 1); /* The next file is ours for so long. */
    written = open("/proc/self/io", O_RDONLY | O_CLOEXEC);
    prctl(PR_SET_DUMPABLE, 0); /* Nobody looks into it, or writes there. */
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* A new user id had cleared it. */
}

pid_t sandbox_fork(const struct sandbox_options *options)
{
    unsigned user = geteuid();
    unsigned group = getegid();
    unsigned long own =
        CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS;
    pid_t pid;

    fflush(NULL);
    if (user != 0)
        own |= CLONE_NEWUSER;
    if (options->isolated)
        pid = (pid_t)syscall(SYS_clone, own | SIGCHLD, NULL, NULL, NULL, NULL);
    else
        pid = fork();
    if (pid == 0)
        enter(options, user, group);
    return pid;
}

void sandbox_seal(void)
{
    if (sealable)
        view_seal();
    keep_right(-1);
}

static unsigned fill_of(const char *path)
{
    struct statvfs volume;

    if (statvfs(path, &volume) != 0 || volume.f_blocks == 0)
        return 0;
    unsigned blocks = (unsigned)(100 - volume.f_bavail * 100 / volume.f_blocks);
    unsigned files =
        volume.f_files
            ? (unsigned)(100 - volume.f_favail * 100 / volume.f_files)
            : 0;
    return blocks > files ? blocks : files;
}

unsigned sandbox_fill(void)
{
    if (!sealable)
        return 0; /* The disk is everybody's. */
    unsigned scratch = fill_of(VIEW_BENCH);
    unsigned shared = fill_of("/dev/shm");
    return scratch > shared ? scratch : shared;
}

/* A process namespace numbers its tasks one after the other. */
static uint64_t tasks_started(void)
{
    unsigned long latest = 0;
    FILE *file = sealable ? fopen("/proc/loadavg", "re") : NULL;

    if (file && fscanf(file, "%*s %*s %*s %*s %lu", &latest) != 1)
        latest = 0;
    if (file)
        fclose(file);
    return latest;
}

/* Who was waited for is counted with who did. */
static uint64_t bytes_written(void)
{
    char text[512] = "";
    ssize_t length =
        written >= 0 ? pread(written, text, sizeof text - 1, 0) : -1;
    const char *at = length > 0 ? strstr(text, "wchar:") : NULL;

    return at ? strtoull(at + strlen("wchar:"), NULL, 10) : 0;
}

struct sandbox_used sandbox_used(void)
{
    struct rusage children;

    if (getrusage(RUSAGE_CHILDREN, &children) != 0)
        children.ru_maxrss = 0;
    return (struct sandbox_used){.tasks = tasks_started(),
                                 .memory = (uint64_t)children.ru_maxrss << 10,
                                 .written = bytes_written()};
}

/* ---- Outside. ---- */

static int remove_one(const char *path, const struct stat *status, int kind,
                      struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

bool sandbox_can_read(const char *path)
{
    int status = 0;
    pid_t pid = geteuid() == 0 ? fork() : -1;

    if (pid == 0)
        _exit(become_nobody(0) && access(path, R_OK | X_OK) == 0 ? BUILT : 1);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return pid < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == BUILT);
}

/* Whoever has the user id that it had. */
static void kill_nobody(unsigned number)
{
    pid_t pid = fork();

    if (pid == 0) {
        if (become_nobody(number))
            kill(-1, SIGKILL);
        _exit(0);
    }
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        continue;
}

void sandbox_end(const struct sandbox_options *options)
{
    char *folder = folder_of(options);

    if (!options->isolated && geteuid() == 0)
        kill_nobody(options->number);
    if (!options->isolated)
        nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(folder);
}

bool sandbox_is_allowed(const char *root, char *why, size_t why_size)
{
    static const char *const nothing[] = {NULL};
    const struct sandbox_options options = {
        .isolated = true, .root = root, .readable = nothing};
    char said[128] = "";
    int ends[2];
    int status = 0;

    MUST(pipe2(ends, O_CLOEXEC) == 0);
    int errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    dup2(ends[1], STDERR_FILENO); /* What it could not do. */
    pid_t pid = sandbox_fork(&options);
    if (pid == 0)
        _exit(BUILT);
    if (pid < 0)
        snprintf(said, sizeof said, _("namespaces: %s"), strerror(errno));
    if (errors >= 0)
        dup2(errors, STDERR_FILENO);
    close(errors);
    close(ends[1]);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    ssize_t length = pid > 0 ? read(ends[0], said, sizeof said - 1) : 0;
    if (length > 0)
        said[strcspn(said, "\n")] = '\0';
    close(ends[0]);
    char *words = strstr(said, "no sandbox: ");
    snprintf(why, why_size, "%s",
             words ? words + strlen("no sandbox: ") : said);
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == BUILT;
}
