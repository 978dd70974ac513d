/* view.c - a root with the system's programs and the lab, read-only. */
#include "must.h"
#include "tui/grading/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What programs and compilers need; the rest of /etc is nobody's business. */
static const char *const usual[] = {"/usr",
                                    "/bin",
                                    "/sbin",
                                    "/lib",
                                    "/lib32",
                                    "/lib64",
                                    "/libx32",
                                    "/etc/alternatives",
                                    "/etc/ld.so.cache",
                                    "/opt"};
static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full",
                                      "/dev/random", "/dev/urandom"};

static const char *step = "";

const char *view_step(void)
{
    return step;
}

/* Makes the folders above a path. */
static void make_way(const char *path)
{
    char *copy = must_copy(path);

    for (char *at = strchr(copy + 1, '/'); at; at = strchr(at + 1, '/')) {
        *at = '\0';
        mkdir(copy, 0755);
        *at = '/';
    }
    free(copy);
}

static bool make_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool set_attributes(const char *path, uint64_t attributes, bool all)
{
    struct mount_attr wanted = {.attr_set = attributes};

    return syscall(SYS_mount_setattr, AT_FDCWD, path, all ? AT_RECURSIVE : 0,
                   &wanted, sizeof wanted) == 0;
}

/* What is at a path outside is there inside as well. */
static bool show(const char *root, const char *path, uint64_t attributes)
{
    char *inside = must_print("%s%s", root, path);
    char link[PATH_MAX];
    struct stat status;
    bool well = true;

    if (lstat(path, &status) == 0) {
        make_way(inside);
        ssize_t length = S_ISLNK(status.st_mode)
                             ? readlink(path, link, sizeof link - 1)
                             : -1;
        if (length > 0) {
            link[length] = '\0';
            well = symlink(link, inside) == 0 || errno == EEXIST;
        } else {
            well = (S_ISDIR(status.st_mode)
                        ? mkdir(inside, 0755) == 0 || errno == EEXIST
                        : make_file(inside)) &&
                   mount(path, inside, NULL, MS_BIND | MS_REC, NULL) == 0 &&
                   set_attributes(inside, attributes, true);
        }
    }
    free(inside);
    return well;
}

static bool show_all(const struct sandbox_options *options)
{
    const uint64_t still =
        MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;

    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        step = usual[i];
        if (!show(options->root, usual[i], still))
            return false;
    }
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        step = devices[i];
        if (!show(options->root, devices[i],
                  MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC))
            return false;
    }
    for (const char *const *path = options->readable; *path; path++) {
        step = *path;
        if (!show(options->root, *path, still))
            return false;
    }
    return true;
}

/* ---- Of its own. ---- */

static bool mount_new(const char *kind, const char *where, unsigned long flags,
                      const char *how)
{
    step = where;
    mkdir(where, 0755);
    return mount(kind, where, kind, flags, how) == 0;
}

static bool make_folder(const char *path, unsigned owner)
{
    return mkdir(path, 0700) == 0 && chown(path, owner, owner) == 0;
}

/* The working folder is the new root. */
static bool make_own(unsigned owner)
{
    const char *scratch_at = &VIEW_SCRATCH[1];
    const unsigned long plain = MS_NOSUID | MS_NODEV;
    char *scratch =
        must_print("mode=1777,nr_inodes=4k,size=%dm", SANDBOX_SCRATCH_MB);
    char *shared =
        must_print("mode=1777,nr_inodes=1k,size=%dm", SANDBOX_SCRATCH_MB / 2);
    bool well = mount_new("proc", "proc", plain | MS_NOEXEC, NULL) &&
                mount_new("tmpfs", scratch_at, plain, scratch) &&
                mount_new("devpts", "dev/pts", MS_NOSUID | MS_NOEXEC,
                          "newinstance,ptmxmode=0666,mode=0620") &&
                mount_new("tmpfs", "dev/shm", plain | MS_NOEXEC, shared) &&
                mount_new("mqueue", "dev/mqueue", plain | MS_NOEXEC, NULL) &&
                symlink("pts/ptmx", "dev/ptmx") == 0 &&
                symlink("/proc/self/fd", "dev/fd") == 0 &&
                chmod("dev/mqueue", 01777) == 0;

    free(scratch);
    free(shared);
    well = well && mount_new("tmpfs", &VIEW_AREAS[1], plain | MS_NOEXEC,
                             "mode=1777,nr_inodes=100,size=400m");
    return well && make_folder(&VIEW_BENCH[1], owner) &&
           make_folder(&VIEW_PROGRAMS[1], owner) &&
           mount(&VIEW_PROGRAMS[1], &VIEW_PROGRAMS[1], NULL, MS_BIND, NULL) ==
               0;
}

/* Unless the lab is in it, which nobody may move away. */
static bool make_tmp(const struct sandbox_options *options)
{
    for (const char *const *path = options->readable; *path; path++) {
        if (strncmp(*path, "/tmp/", strlen("/tmp/")) == 0)
            return true;
    }
    step = "/tmp";
    return mkdir("tmp", 0755) == 0 &&
           mount(&VIEW_BENCH[1], "tmp", NULL, MS_BIND, NULL) == 0;
}

static void hide(const char *root, const char *folder)
{
    char *inside = must_print("%s%s", root, folder);

    if (access(inside, F_OK) == 0)
        mount("tmpfs", inside, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV,
              "size=4k");
    free(inside);
}

static bool is_own_root(void)
{
    step = "the new root";
    return syscall(SYS_pivot_root, ".", ".") == 0 &&
           umount2(".", MNT_DETACH) == 0 && chdir("/") == 0 &&
           set_attributes("/", MOUNT_ATTR_RDONLY, false);
}

bool view_make(const struct sandbox_options *options, unsigned owner)
{
    step = "mounting";
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", options->root, "tmpfs", MS_NOSUID | MS_NODEV,
              "mode=755,size=4m") != 0 ||
        !show_all(options))
        return false;
    if (options->hidden)
        hide(options->root, options->hidden);
    step = options->root;
    return chdir(options->root) == 0 && make_own(owner) && make_tmp(options) &&
           is_own_root();
}

bool view_seal(void)
{
    return set_attributes(VIEW_PROGRAMS, MOUNT_ATTR_RDONLY, false);
}

bool view_raise_loopback(void)
{
    struct ifreq loopback = {.ifr_name = "lo"};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return errno == EAFNOSUPPORT;
    loopback.ifr_flags = IFF_UP | IFF_RUNNING;
    bool well = ioctl(fd, SIOCSIFFLAGS, &loopback) == 0;
    close(fd);
    return well;
}
