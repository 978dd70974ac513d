/* imports.c - what the program has in memory, and what it calls. */
#include "runtime/imports.h"

#include "runtime/dynamic.h"
#include "runtime/real.h"
#include "runtime/state.h"

#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Functions that keep nothing from call to call, or whose part the runtime
   plays. */
static const char *const safe[] = {
    "__assert_fail",
    "__ctype_b_loc",
    "__ctype_tolower_loc",
    "__ctype_toupper_loc",
    "__cxa_atexit",
    "__cxa_finalize",
    "__errno_location",
    "__fprintf_chk",
    "__gmon_start__",
    "__isoc99_sscanf",
    "__libc_start_main",
    "__pthread_register_cancel",
    "__pthread_unregister_cancel",
    "__pthread_unwind_next",
    "__printf_chk",
    "__sigsetjmp",
    "__snprintf_chk",
    "__sprintf_chk",
    "__stack_chk_fail",
    "__vfprintf_chk",
    "__vprintf_chk",
    "_ITM_deregisterTMCloneTable",
    "_ITM_registerTMCloneTable",
    "_exit",
    "_Exit",
    "abort",
    "abs",
    "aligned_alloc",
    "asctime",
    "asctime_r",
    "atof",
    "atoi",
    "atol",
    "atoll",
    "bsearch",
    "call_once",
    "calloc",
    "ceil",
    "clock",
    "clock_gettime",
    "clock_nanosleep",
    "cnd_broadcast",
    "cnd_destroy",
    "cnd_init",
    "cnd_signal",
    "cnd_timedwait",
    "cnd_wait",
    "cos",
    "ctime",
    "environ",
    "exit",
    "exp",
    "fabs",
    "fflush",
    "fflush_unlocked",
    "floor",
    "fmod",
    "fprintf",
    "fputc",
    "fputs",
    "free",
    "fwrite",
    "getenv",
    "getpid",
    "getppid",
    "gettid",
    "gettimeofday",
    "gmtime",
    "gmtime_r",
    "interleave_note",
    "interleave_work",
    "isalnum",
    "isalpha",
    "isdigit",
    "isspace",
    "labs",
    "llabs",
    "localtime",
    "localtime_r",
    "log",
    "malloc",
    "memalign",
    "memchr",
    "memcmp",
    "memcpy",
    "memmove",
    "memset",
    "mtx_destroy",
    "mtx_init",
    "mtx_lock",
    "mtx_timedlock",
    "mtx_trylock",
    "mtx_unlock",
    "nanosleep",
    "perror",
    "posix_memalign",
    "pow",
    "printf",
    "pthread_attr_destroy",
    "pthread_attr_getdetachstate",
    "pthread_attr_getstacksize",
    "pthread_attr_init",
    "pthread_attr_setdetachstate",
    "pthread_attr_setinheritsched",
    "pthread_attr_setschedparam",
    "pthread_attr_setschedpolicy",
    "pthread_attr_setscope",
    "pthread_attr_setstacksize",
    "pthread_barrier_destroy",
    "pthread_barrier_init",
    "pthread_barrier_wait",
    "pthread_barrierattr_destroy",
    "pthread_barrierattr_init",
    "pthread_barrierattr_setpshared",
    "pthread_cancel",
    "pthread_cond_broadcast",
    "pthread_cond_clockwait",
    "pthread_cond_destroy",
    "pthread_cond_init",
    "pthread_cond_signal",
    "pthread_cond_timedwait",
    "pthread_cond_wait",
    "pthread_condattr_destroy",
    "pthread_condattr_init",
    "pthread_condattr_setclock",
    "pthread_condattr_setpshared",
    "pthread_create",
    "pthread_detach",
    "pthread_equal",
    "pthread_exit",
    "pthread_getname_np",
    "pthread_getspecific",
    "pthread_join",
    "pthread_key_create",
    "pthread_key_delete",
    "pthread_mutex_clocklock",
    "pthread_mutex_consistent",
    "pthread_mutex_destroy",
    "pthread_mutex_init",
    "pthread_mutex_lock",
    "pthread_mutex_timedlock",
    "pthread_mutex_trylock",
    "pthread_mutex_unlock",
    "pthread_mutexattr_destroy",
    "pthread_mutexattr_getpshared",
    "pthread_mutexattr_getrobust",
    "pthread_mutexattr_gettype",
    "pthread_mutexattr_init",
    "pthread_mutexattr_setprioceiling",
    "pthread_mutexattr_setprotocol",
    "pthread_mutexattr_setpshared",
    "pthread_mutexattr_setrobust",
    "pthread_mutexattr_settype",
    "pthread_once",
    "pthread_rwlock_clockrdlock",
    "pthread_rwlock_clockwrlock",
    "pthread_rwlock_destroy",
    "pthread_rwlock_init",
    "pthread_rwlock_rdlock",
    "pthread_rwlock_timedrdlock",
    "pthread_rwlock_timedwrlock",
    "pthread_rwlock_tryrdlock",
    "pthread_rwlock_trywrlock",
    "pthread_rwlock_unlock",
    "pthread_rwlock_wrlock",
    "pthread_self",
    "pthread_setname_np",
    "pthread_setcancelstate",
    "pthread_setspecific",
    "pthread_testcancel",
    "pthread_spin_destroy",
    "pthread_spin_init",
    "pthread_spin_lock",
    "pthread_spin_trylock",
    "pthread_spin_unlock",
    "pthread_timedjoin_np",
    "pthread_tryjoin_np",
    "pthread_yield",
    "putc",
    "putchar",
    "puts",
    "qsort",
    "rand",
    "rand_r",
    "random",
    "realloc",
    "sched_yield",
    "sem_clockwait",
    "sem_destroy",
    "sem_getvalue",
    "sem_init",
    "sem_post",
    "sem_timedwait",
    "sem_trywait",
    "sem_wait",
    "setbuf",
    "setlinebuf",
    "setvbuf",
    "sin",
    "sleep",
    "snprintf",
    "sprintf",
    "sqrt",
    "srand",
    "srandom",
    "sscanf",
    "stderr",
    "stdin",
    "stdout",
    "stpcpy",
    "strcat",
    "strchr",
    "strcmp",
    "strcpy",
    "strdup",
    "strerror",
    "strerror_r",
    "strlen",
    "strncat",
    "strncmp",
    "strncpy",
    "strndup",
    "strnlen",
    "strrchr",
    "strstr",
    "strtod",
    "strtok",
    "strtok_r",
    "strtol",
    "strtoll",
    "strtoul",
    "strtoull",
    "sysconf",
    "tan",
    "thrd_create",
    "thrd_current",
    "thrd_detach",
    "thrd_equal",
    "thrd_exit",
    "thrd_join",
    "thrd_sleep",
    "thrd_yield",
    "time",
    "timespec_get",
    "tolower",
    "toupper",
    "tss_create",
    "tss_delete",
    "tss_get",
    "tss_set",
    "usleep",
    "vfprintf",
    "vprintf",
    "vsnprintf",
    "vsprintf",
};

static bool is_safe(const char *name)
{
    if (strncmp(name, "__tsan_", 7) == 0 || strncmp(name, "__wrap_", 7) == 0)
        return true;
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++) {
        if (strcmp(name, safe[i]) == 0)
            return true;
    }
    return false;
}

/* Libraries that the list above is about, and ours. */
static bool is_known_library(const char *name)
{
    static const char *const known[] = {
        "libc.so",          "libm.so",     "libpthread.so", "librt.so",
        "libdl.so",         "libgcc_s.so", "libatomic.so",  "ld-linux",
        "libinterleave.so", "libtsan.so"};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strncmp(name, known[i], strlen(known[i])) == 0)
            return true;
    }
    return false;
}

/* ---- The program's dynamic section. ---- */

static void read_dynamic(const ElfW(Dyn) * entry, struct dynamic *found)
{
    found->entries = entry;
    for (; entry->d_tag != DT_NULL; entry++) {
        ElfW(Addr) value = entry->d_un.d_ptr;

        switch (entry->d_tag) {
        case DT_SYMTAB:
            found->symbols = (const ElfW(Sym) *)value;
            break;
        case DT_STRTAB:
            found->strings = (const char *)value;
            break;
        case DT_RELA:
            found->relocations[0].start = (const ElfW(Rela) *)value;
            break;
        case DT_RELASZ:
            found->relocations[0].count = value / sizeof(ElfW(Rela));
            break;
        case DT_JMPREL:
            found->relocations[1].start = (const ElfW(Rela) *)value;
            break;
        case DT_PLTRELSZ:
            found->relocations[1].count = value / sizeof(ElfW(Rela));
            break;
        default:
            break;
        }
    }
}

static int find_dynamic(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type == PT_DYNAMIC)
            read_dynamic((const ElfW(Dyn) *)(info->dlpi_addr +
                                             info->dlpi_phdr[i].p_vaddr),
                         context);
    }
    return 1; /* The program itself comes first. */
}

static bool is_unsafe(const char *name)
{
    return !is_safe(name);
}

static bool makes_processes(const char *name)
{
    static const char *const makers[] = {
        "fork",    "vfork",   "_Fork",       "clone",        "system", "popen",
        "execl",   "execle",  "execlp",      "execv",        "execve", "execvp",
        "execvpe", "fexecve", "posix_spawn", "posix_spawnp", "daemon"};

    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        if (strcmp(name, makers[i]) == 0)
            return true;
    }
    return false;
}

struct dynamic dynamic_of_program(void)
{
    struct dynamic dynamic = {0};

    dl_iterate_phdr(find_dynamic, &dynamic);
    return dynamic;
}

/* The first name of a function that is so; NULL: none is. */
static const char *find_symbol(const struct dynamic *dynamic,
                               bool (*is_so)(const char *name))
{
    for (int i = 0; i < 2; i++) {
        const struct relocations *list = &dynamic->relocations[i];

        for (size_t j = 0; j < list->count; j++) {
            size_t index = ELF64_R_SYM(list->start[j].r_info);
            const ElfW(Sym) *symbol = &dynamic->symbols[index];
            const char *name = dynamic->strings + symbol->st_name;

            if (index != 0 && symbol->st_shndx == SHN_UNDEF && is_so(name))
                return name;
        }
    }
    return NULL;
}

static const char *unknown_library(const struct dynamic *dynamic)
{
    for (const ElfW(Dyn) *entry = dynamic->entries; entry->d_tag != DT_NULL;
         entry++) {
        const char *name = dynamic->strings + entry->d_un.d_val;

        if (entry->d_tag == DT_NEEDED && !is_known_library(name))
            return name;
    }
    return NULL;
}

static bool can_run_again(char *name, size_t size)
{
    struct dynamic dynamic = dynamic_of_program();

    if (!dynamic.symbols || !dynamic.strings)
        return false;
    const char *found = find_symbol(&dynamic, is_unsafe);
    if (!found)
        found = unknown_library(&dynamic);
    if (!found)
        return true;
    strncpy(name, found, size - 1);
    name[size - 1] = '\0';
    return false;
}

/* What a fiber cannot do as a task would: be seen in /proc, wait for time or
   descriptors in a call of the kernel's, or keep signals from itself alone. */
static bool needs_task(const char *name)
{
    static const char *const needing[] = {
        "opendir",      "scandir",         "poll",
        "ppoll",        "select",          "pselect",
        "epoll_wait",   "epoll_pwait",     "sigprocmask",
        "sigtimedwait", "pthread_sigmask", "sigwait",
        "sigsuspend",   "sigwaitinfo"};

    for (size_t i = 0; i < sizeof needing / sizeof *needing; i++) {
        if (strcmp(name, needing[i]) == 0)
            return true;
    }
    return false;
}

static bool needs_tasks(char *name, size_t size)
{
    struct dynamic dynamic = dynamic_of_program();

    *name = '\0';
    if (!dynamic.symbols || !dynamic.strings)
        return false;
    if (find_symbol(&dynamic, makes_processes))
        return true;
    const char *found = find_symbol(&dynamic, needs_task);
    if (found)
        snprintf(name, size, "%s", found);
    return found != NULL;
}

static bool passes_unseen(const char *name)
{
    static const char *const passing[] = {"shmat", "semop", "semtimedop",
                                          "msgrcv", "msgsnd"};

    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++) {
        if (strcmp(name, passing[i]) == 0)
            return true;
    }
    return false;
}

static bool tells_accesses(const char *name)
{
    return strncmp(name, "__tsan_", 7) == 0;
}

static bool sees_memory(char *unseen, size_t size)
{
    struct dynamic dynamic = dynamic_of_program();

    *unseen = '\0';
    if (!dynamic.symbols || !dynamic.strings)
        return false;
    const char *found = find_symbol(&dynamic, passes_unseen);
    if (found)
        snprintf(unseen, size, "%s", found);
    return find_symbol(&dynamic, tells_accesses) != NULL;
}

void imports_describe(struct exploration *report)
{
    report->sees_memory = sees_memory(report->unseen, sizeof report->unseen);
    report->needs_tasks = needs_tasks(report->unsafe, sizeof report->unsafe);
    report->in_process = !report->needs_tasks &&
                         can_run_again(report->unsafe, sizeof report->unsafe) &&
                         !report->by_fork;
}
