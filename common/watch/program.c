/* program.c - looking at a program before it is started. */
#include "watch/program.h"

#include "words.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OUR_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define OUR_MACHINE EM_AARCH64
#else
#error "Interleave runs on x86-64 and AArch64."
#endif

struct answer {
    char *text;
    size_t size;
};

__attribute__((format(printf, 2, 3))) static bool no(struct answer why,
                                                     const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(why.text, why.size, format, arguments);
    va_end(arguments);
    return false;
}

/* True: the name, or the name in one of PATH's folders, is a file. */
static bool locate(const char *name, char path[PATH_MAX])
{
    struct stat status;

    if (strchr(name, '/'))
        return realpath(name, path) != NULL;
    const char *folders = getenv("PATH");
    bool more = folders && *folders;
    while (more) {
        size_t length = strcspn(folders, ":");
        char candidate[PATH_MAX];

        /* An empty part is the working folder (POSIX, 8.3). */
        snprintf(candidate, sizeof candidate, "%.*s/%s",
                 length ? (int)length : 1, length ? folders : ".", name);
        if (stat(candidate, &status) == 0 && S_ISREG(status.st_mode) &&
            access(candidate, X_OK) == 0)
            return realpath(candidate, path) != NULL;
        more = folders[length] == ':';
        folders += length + 1;
    }
    return false;
}

static bool no_such_program(struct answer why, const char *name)
{
    struct stat status;

    if (!strchr(name, '/') && stat(name, &status) == 0 &&
        S_ISREG(status.st_mode))
        return no(why, _("%s: not found in PATH; for the file here, say ./%s"),
                  name, name);
    return no(why, _("%s: no such program"), name);
}

static const char *machine_name(unsigned machine)
{
    switch (machine) {
    case EM_X86_64:
        return "x86-64";
    case EM_AARCH64:
        return "AArch64";
    case EM_386:
        return "32-bit x86";
    case EM_ARM:
        return "32-bit ARM";
    case EM_RISCV:
        return "RISC-V";
    case EM_PPC64:
        return "PowerPC";
    case EM_S390:
        return "s390";
    default:
        return _("another processor");
    }
}

static bool explain_script(struct answer why, const char *path,
                           const char *name, const char *head)
{
    char interpreter[128] = "";

    sscanf(head, "#! %127[^\n]", interpreter);
    return no(why,
              _("%s: is a script, not a compiled program; watch what runs it: "
                "interleave run %s %s"),
              name, *interpreter ? interpreter : _("its interpreter"), path);
}

/* What the program headers say: is a dynamic linker asked for? */
static bool is_dynamic(int fd, const ElfW(Ehdr) * header)
{
    for (unsigned i = 0; i < header->e_phnum; i++) {
        ElfW(Phdr) part;
        off_t at = (off_t)(header->e_phoff + i * sizeof part);

        if (pread(fd, &part, sizeof part, at) != (ssize_t)sizeof part)
            return false;
        if (part.p_type == PT_INTERP)
            return true;
    }
    return false;
}

static bool look_inside(int fd, const char *path, const char *name,
                        struct answer why)
{
    union {
        ElfW(Ehdr) header;
        char text[128];
    } head = {.text = ""};
    ssize_t got = pread(fd, head.text, sizeof head - 1, 0);

    if (got < 0)
        return no(why, _("%s: cannot be read: %s"), name, strerror(errno));
    if (got >= 2 && memcmp(head.text, "#!", 2) == 0)
        return explain_script(why, path, name, head.text);
    if (got < (ssize_t)sizeof head.header ||
        memcmp(head.text, ELFMAG, SELFMAG) != 0)
        return no(why,
                  _("%s: not a compiled program (no ELF file); compile it "
                    "first: cc -g -pthread"),
                  name);
    const ElfW(Ehdr) *header = &head.header;
    if (header->e_machine != OUR_MACHINE ||
        head.text[EI_CLASS] != (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32))
        return no(
            why, _("%s: built for %s, this machine is %s; compile it here"),
            name, machine_name(header->e_machine), machine_name(OUR_MACHINE));
    if (header->e_type != ET_EXEC && header->e_type != ET_DYN)
        return no(why, _("%s: an object file, not yet a program; link it"),
                  name);
    if (header->e_phentsize != sizeof(ElfW(Phdr)) || !is_dynamic(fd, header))
        return no(why,
                  _("%s: statically linked, so nothing can stand between it "
                    "and libc; link it without -static"),
                  name);
    return true;
}

static bool look_at(const char *path, const char *name, struct answer why)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return no(why, "%s: %s", name, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return no(why, _("%s: is a directory, not a program"), name);
    if (!S_ISREG(status.st_mode))
        return no(why, _("%s: not a regular file"), name);
    if (access(path, X_OK) != 0 || !(status.st_mode & 0111))
        return no(why, _("%s: not executable; try: chmod +x %s"), name, name);
    if (status.st_mode & (S_ISUID | S_ISGID))
        return no(why,
                  _("%s: set-user-ID programs cannot be watched: the kernel "
                    "lets nothing in"),
                  name);
    if (getxattr(path, "security.capability", NULL, 0) > 0)
        return no(why,
                  _("%s: has file capabilities, so it cannot be watched: the "
                    "kernel lets nothing in"),
                  name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return no(why,
                  _("%s: cannot be read (%s); watching needs read permission"),
                  name, strerror(errno));
    bool can = look_inside(fd, path, name, why);
    close(fd);
    return can;
}

bool program_find(const char *name, char *found, size_t found_size, char *why,
                  size_t why_size)
{
    char path[PATH_MAX];
    struct answer answer = {why, why_size};

    if (!*name)
        return no(answer, _("the program's name is empty"));
    if (!locate(name, path))
        return no_such_program(answer, name);
    if (strlen(path) >= found_size)
        return no(answer, _("%s: its path is too long"), name);
    strcpy(found, path);
    return look_at(path, name, answer);
}
