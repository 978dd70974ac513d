/* doctor.c - `interleave doctor`: what works on this machine, what does not,
   and what to do about it. */
#include "must.h"
#include "trace/area.h"
#include "tui/cli/cli.h"
#include "tui/compile.h"
#include "tui/drawing/terminal.h"
#include "tui/grading/sandbox.h"
#include "tui/keeping/place.h"
#include "tui/keeping/whole.h"
#include "tui/lessons/catalogue.h"
#include "tui/session.h"
#include "watch/program.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <mqueue.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { ROWS = 24, COLUMNS = 80, SHARED_MB = 64 };

/* One check: true, or false with the fix in `text`; either way `text` may say
   something about it. */
typedef bool check_function(char *text, size_t size);

static bool check_lessons(char *text, size_t size)
{
    struct catalogue *catalogue =
        catalogue_read(place_lessons(), place_programs());
    size_t built = 0;

    for (size_t i = 0; i < catalogue->count; i++)
        built += access(catalogue->lessons[i].program, X_OK) == 0;
    bool all = catalogue->count > 0 && built == catalogue->count;
    snprintf(text, size,
             all ? ngettext("%zu lesson in %s, %zu built",
                            "%zu lessons in %s, %zu built", catalogue->count)
                 : ngettext("%zu lesson in %s, %zu built: run make",
                            "%zu lessons in %s, %zu built: run make",
                            catalogue->count),
             catalogue->count, place_lessons(), built);
    catalogue_free(catalogue);
    return all;
}

static bool check_runtime(char *text, size_t size)
{
    bool there = access(place_runtime(), R_OK) == 0;

    snprintf(text, size, there ? "%s" : _("%s is missing: run make"),
             place_runtime());
    return there;
}

static bool check_area(char *text, size_t size)
{
    int descriptor;
    struct area *area = area_create(&descriptor);

    if (!area) {
        snprintf(text, size, _("%s: free some memory"), strerror(errno));
        return false;
    }
    snprintf(text, size,
             area->tsc ? _("%zu MiB, times by the processor's counter")
                       : _("%zu MiB, times by the kernel's clock (slower)"),
             sizeof(struct area) >> 20);
    area_detach(area);
    area_close(descriptor);
    return true;
}

/* Watches a real program: this one, asked for its version. */
static bool check_watching(char *text, size_t size)
{
    char self[PATH_MAX];
    char word[] = "interleave";
    char version[] = "--version";
    char *arguments[] = {word, version, NULL};
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);

    self[length > 0 ? length : 0] = '\0';
    struct session_options options = {.program = self,
                                      .arguments = arguments,
                                      .input = -1,
                                      .rows = 24,
                                      .columns = 80};
    struct session *session = session_watch(&options, text, size);
    if (!session)
        return false;
    for (int i = 0; i < 200 && session_is_live(session); i++) {
        poll(NULL, 0, 10);
        session_pump(session);
    }
    bool seen = session_model(session)->task_count > 0;
    snprintf(text, size, "%s",
             seen ? _("a program was started and seen")
                  : _("a program ran unseen: is LD_PRELOAD forbidden here?"));
    session_free(session);
    return seen;
}

static bool check_proc(char *text, size_t size)
{
    bool there = access("/proc/self/task", R_OK) == 0;

    snprintf(text, size, "%s",
             there ? _("states, processor time and switches can be read")
                   : _("/proc is not mounted: no kernel states are shown"));
    return there;
}

static bool check_descriptors(char *text, size_t size)
{
    struct rlimit limit;

    getrlimit(RLIMIT_NOFILE, &limit);
    snprintf(text, size,
             limit.rlim_max >= 2100
                 ? _("%llu descriptors")
                 : _("%llu descriptors: kernel states of the first tasks only; "
                     "raise ulimit -n"),
             (unsigned long long)limit.rlim_max);
    return limit.rlim_max >= 2100;
}

static bool check_terminal(char *text, size_t size)
{
    const char *type = getenv("TERM");
    int colours;

    if (!terminal_can_show(type, &colours, text, size))
        return false;
    if (colours >= 8)
        snprintf(text, size, _("%s, %d colours"), type, colours);
    else
        snprintf(text, size, _("%s, no colours: marks say all that they do"),
                 type);
    return true;
}

/* Of what the lab would be shown on. */
static bool check_size(char *text, size_t size)
{
    struct winsize window;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0) {
        snprintf(text, size, _("not asked: this goes to no terminal"));
        return true;
    }
    bool fits = window.ws_row >= ROWS && window.ws_col >= COLUMNS;
    snprintf(text, size,
             fits ? _("%u columns, %u rows")
                  : _("%u columns, %u rows: one pane at a time; make it 80 by "
                      "24 for all"),
             window.ws_col, window.ws_row);
    return fits;
}

static bool check_characters(char *text, size_t size)
{
    bool utf8 = terminal_is_utf8();

    snprintf(text, size, "%s",
             utf8 ? "UTF-8"
                  : _("ASCII: lines are drawn with - and |; for better ones "
                      "set LANG=C.UTF-8"));
    return utf8;
}

static bool check_state(char *text, size_t size)
{
    const char *folder = place_state();
    bool can = folder && access(folder, W_OK) == 0;

    if (can)
        snprintf(text, size, "%s", folder);
    else
        snprintf(text, size, _("%s: progress is forgotten; set XDG_STATE_HOME"),
                 strerror(errno));
    return can;
}

static bool check_queues(char *text, size_t size)
{
    char name[64];

    snprintf(name, sizeof name, "/interleave-doctor-%ld", (long)getpid());
    mqd_t queue = mq_open(name, O_CREAT | O_RDWR, 0600, NULL);
    bool can = queue != (mqd_t)-1;
    snprintf(text, size, "%s",
             can ? _("POSIX message queues work") : strerror(errno));
    if (can) {
        mq_close(queue);
        mq_unlink(name);
    }
    return can;
}

/* What shared memory and semaphores of programs are made of. */
static bool check_shared(char *text, size_t size)
{
    struct statvfs space;

    if (statvfs("/dev/shm", &space) != 0 || access("/dev/shm", W_OK) != 0) {
        snprintf(
            text, size,
            _("/dev/shm: %s: lessons with shared memory fail; mount a tmpfs "
              "there"),
            strerror(errno));
        return false;
    }
    uint64_t free_mb = (uint64_t)space.f_bavail * space.f_frsize >> 20;
    snprintf(text, size,
             free_mb >= SHARED_MB
                 ? _("%" PRIu64 " MiB free in /dev/shm")
                 : _("%" PRIu64
                     " MiB free in /dev/shm: remove what nobody uses "
                     "there"),
             free_mb);
    return free_mb >= SHARED_MB;
}

static bool check_saving(char *text, size_t size)
{
    int events = inotify_init1(IN_CLOEXEC);
    bool can = events >= 0 && inotify_add_watch(events, ".", IN_MOVED_TO) >= 0;

    if (can)
        snprintf(text, size, _("a saved file is noticed at once"));
    else
        snprintf(text, size,
                 _("%s: files are looked at twice a second; raise "
                   "fs.inotify.max_user_instances and max_user_watches"),
                 strerror(errno));
    if (events >= 0)
        close(events);
    return can;
}

/* ---- Compiling. ---- */

/* Compiles a program that says no more than this. False: it cannot be, and
   `why` may say why. */
static bool can_compile(const char *source, bool seen, char *why, size_t size)
{
    const char *place = getenv("TMPDIR");
    char *folder =
        must_print("%s/interleave-XXXXXX", place && *place ? place : "/tmp");
    bool can = mkdtemp(folder) != NULL;
    char *file = must_print("%s/doctor.c", folder);
    char *program = must_print("%s/doctor", folder);

    if (!can)
        snprintf(why, size, _("%s: %s; set TMPDIR"), folder, strerror(errno));
    can = can && whole_write(file, source, 0600) &&
          compile_so(file, program, seen, false, why, size);
    unlink(program);
    unlink(file);
    rmdir(folder);
    free(program);
    free(file);
    free(folder);
    return can;
}

static bool check_compiler(char *text, size_t size)
{
    static const char source[] = "#include <pthread.h>\n"
                                 "int main(void) { return 0; }\n";
    const char *compiler = compile_compiler();
    char why[256] = "";
    char found[PATH_MAX];

    if (!program_find(compiler, found, sizeof found, why, sizeof why))
        snprintf(text, size,
                 _("%s: programs of your own cannot be compiled; install gcc "
                   "or clang"),
                 why);
    else if (!can_compile(source, true, why, sizeof why))
        snprintf(text, size,
                 _("%s cannot compile a program%s%s; install "
                   "libc6-dev, or what holds pthread.h"),
                 compiler, *why ? ": " : "", why);
    else
        return snprintf(text, size, _("%s, with reads and writes seen"),
                        compiler) > 0;
    return false;
}

static bool check_cmocka(char *text, size_t size)
{
    static const char source[] = "#include <setjmp.h>\n"
                                 "#include <stdarg.h>\n"
                                 "#include <stddef.h>\n"
                                 "#include <stdint.h>\n"
                                 "#include <cmocka.h>\n"
                                 "int main(void) { return 0; }\n";
    char why[256] = "";
    bool can = can_compile(source, false, why, sizeof why);

    if (can)
        snprintf(text, size, _("cmocka is there: checks can be compiled"));
    else
        snprintf(text, size, _("checks cannot be compiled%s%s; install %s"),
                 *why ? ": " : "", why,
                 *why ? _("a compiler") : "libcmocka-dev");
    return can;
}

static bool check_sandbox(char *text, size_t size)
{
    const char *place = getenv("TMPDIR");
    char *root =
        must_print("%s/interleave-XXXXXX", place && *place ? place : "/tmp");
    char why[320] = "";
    bool can = mkdtemp(root) && sandbox_is_allowed(root, why, sizeof why);

    if (can)
        snprintf(text, size, _("submissions are judged in sandboxes"));
    else
        snprintf(
            text, size,
            _("no sandbox (%s): grade in a machine or container of its own, "
              "or allow user namespaces"),
            *why ? why : strerror(errno));
    rmdir(root);
    free(root);
    return can;
}

static const struct {
    const char *name;
    check_function *check;
    bool needed; /* Else the lab works without. */
} checks[] = {
    {N_("lessons"), check_lessons, true},
    {N_("runtime"), check_runtime, true},
    {N_("shared memory"), check_area, true},
    {N_("watching"), check_watching, true},
    {N_("kernel states"), check_proc, false},
    {N_("open files"), check_descriptors, false},
    {N_("terminal"), check_terminal, false},
    {N_("size"), check_size, false},
    {N_("characters"), check_characters, false},
    {N_("progress"), check_state, false},
    {N_("message queues"), check_queues, false},
    {N_("programs' memory"), check_shared, false},
    {N_("compiler"), check_compiler, false},
    {N_("exercises"), check_cmocka, false},
    {N_("saving"), check_saving, false},
    {N_("grading"), check_sandbox, false},
};

static int mark_width(void)
{
    const char *const marks[] = {_("ok"), _("NO"), _("part")};
    int widest = 0;

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        int width = canvas_width(marks[i]);

        widest = width > widest ? width : widest;
    }
    return widest;
}

int cli_doctor(int argc, char **argv)
{
    const struct argp argp = {
        .parser = cli_parse_nothing,
        .doc = N_("Says what works on this machine and what does not, with the "
                  "fix.\vThe exit status is 1 if the lab cannot work.")};
    bool works = true;

    cli_parse(&argp, argc, argv, 0, NULL);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        char text[512] = "";
        bool well = checks[i].check(text, sizeof text);
        const char *name = _(checks[i].name);
        const char *mark = well               ? _("ok")
                           : checks[i].needed ? _("NO")
                                              : _("part");

        printf("%-*s %-*s %s\n", canvas_field(mark, mark_width()), mark,
               canvas_field(name, 16), name, text);
        works &= well || !checks[i].needed;
    }
    return works ? 0 : 1;
}
