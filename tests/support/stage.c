/* stage.c - an installation in a folder of its own. */
#include "tests/support/stage.h"

#include "must.h"
#include "tests/support/process.h"
#include "tui/drawing/text.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATHS = 256 };

static char *folder;
static char *paths[PATHS]; /* Handed out. */
static int path_count;
static pid_t owner;

static void clear(void)
{
    if (!folder || owner != getpid())
        return;
    process_remove_folder(folder);
    free(folder);
    for (int i = 0; i < path_count; i++)
        free(paths[i]);
}

static const char *keep(char *path)
{
    for (int i = 0; i < path_count; i++) {
        if (strcmp(paths[i], path) == 0) {
            free(path);
            return paths[i];
        }
    }
    MUST(path_count < PATHS);
    paths[path_count++] = path;
    return path;
}

static const char *build_folder(void)
{
    const char *build = getenv("BUILD");

    return build && *build ? build : "build";
}

/* An absolute path of something built. */
static char *built(const char *what)
{
    char *path = must_print("%s/%s", build_folder(), what);
    char *real = realpath(path, NULL);

    if (!real)
        fprintf(stderr, "%s is not there: run make first\n", path);
    MUST(real != NULL);
    free(path);
    return real;
}

static void make_folders(const char *path)
{
    char *part = must_copy(path);

    for (char *slash = strchr(part + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        MUST(mkdir(part, 0755) == 0 || errno == EEXIST);
        *slash = '/';
    }
    free(part);
}

__attribute__((format(printf, 2, 3))) static void
link_in(const char *target, const char *format, ...)
{
    va_list arguments;
    char *inside;
    char *path;

    va_start(arguments, format);
    MUST(vasprintf(&inside, format, arguments) >= 0);
    va_end(arguments);
    path = must_print("%s/%s", folder, inside);
    make_folders(path);
    MUST(symlink(target, path) == 0);
    free(path);
    free(inside);
}

/* The lab finds its files from where its own file is, so that one cannot be a
   symbolic link. */
static void copy_program(const char *from, const char *to)
{
    char bytes[65536];
    ssize_t got;

    make_folders(to);
    if (link(from, to) == 0)
        return;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
    MUST(in >= 0 && out >= 0);
    while ((got = read(in, bytes, sizeof bytes)) > 0)
        MUST(write(out, bytes, (size_t)got) == got);
    close(in);
    close(out);
}

static void make_stage(void)
{
    if (folder)
        return;
    char *lab = built("interleave");
    char *runtime = built("libinterleave.so");
    folder = process_make_folder();
    owner = getpid();
    atexit(clear);
    char *to = must_print("%s/bin/interleave", folder);
    copy_program(lab, to);
    link_in(runtime, "lib/interleave/libinterleave.so");
    link_in(runtime, "lib/interleave/cc/libtsan.so");
    char *must = realpath("lessons/must.h", NULL);
    link_in(must, "share/interleave/lessons/must.h");
    free(must);
    free(to);
    free(runtime);
    free(lab);
}

const char *stage_lab(void)
{
    make_stage();
    return keep(must_print("%s/bin/interleave", folder));
}

const char *stage_program(const char *name)
{
    char *inside = must_print("tests/programs/%s", name);
    const char *path = keep(built(inside));

    free(inside);
    return path;
}

static void link_real(const char *file)
{
    char *real = realpath(file, NULL);
    char *inside = must_print("share/interleave/%s", file);

    MUST(real != NULL);
    link_in(real, "%s", inside);
    free(inside);
    free(real);
}

void stage_exercise(const char *chapter, const char *name)
{
    static const char *const headers[] = {"check.h", "check_freely.h", "work.h",
                                          "must.h"};
    static const struct {
        const char *folder;
        const char *ending;
    } parts[] = {{"exercises", ".c"},
                 {"exercises", ".md"},
                 {"exercises", "_check.c"},
                 {"exercises", ".sched"},
                 {"solutions", ".c"},
                 {"solutions", ".sched"}}; /* It has some of these. */
    static bool begun;
    char file[256];

    make_stage();
    for (size_t i = 0; !begun && i < sizeof headers / sizeof *headers; i++) {
        snprintf(file, sizeof file, "exercises/%s", headers[i]);
        link_real(file);
    }
    begun = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        snprintf(file, sizeof file, "%s/%s/%s%s", parts[i].folder, chapter,
                 name, parts[i].ending);
        if (access(file, R_OK) == 0)
            link_real(file);
    }
}

const char *stage_file(const char *format, ...)
{
    va_list arguments;
    char *name;

    make_stage();
    va_start(arguments, format);
    MUST(vasprintf(&name, format, arguments) >= 0);
    va_end(arguments);
    char *path = must_print("%s/files/%s", folder, name);
    make_folders(path);
    free(name);
    return keep(path);
}

const char *stage_write(const char *name, const void *bytes, unsigned length)
{
    const char *path = stage_file("%s", name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    MUST(fd >= 0);
    MUST(write(fd, bytes, length) == (ssize_t)length);
    close(fd);
    return path;
}

/* The schedules that a real lesson comes with, under this one's name. */
static void stage_schedules(const char *chapter, const char *name,
                            const char *of)
{
    char *pattern = must_print("%s.*.sched", of);
    glob_t found;

    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            char *absolute = realpath(found.gl_pathv[i], NULL);

            MUST(absolute != NULL);
            link_in(absolute, "share/interleave/lessons/%s/%s%s", chapter, name,
                    found.gl_pathv[i] + strlen(of));
            free(absolute);
        }
        globfree(&found);
    }
    free(pattern);
}

void stage_lesson(const char *chapter, const char *name, const char *program,
                  const char *page)
{
    bool real = strchr(program, '/') != NULL;
    char *of =
        must_print("%s/%s", real ? "lessons" : "tests/programs", program);
    char *source = must_print("%s.c", of);
    char *absolute = realpath(source, NULL);
    char *compiled = built(of);
    char *file = must_print("page_%s", name);
    const char *written = stage_write(file, page, (unsigned)strlen(page));

    MUST(absolute != NULL);
    link_in(absolute, "share/interleave/lessons/%s/%s.c", chapter, name);
    link_in(written, "share/interleave/lessons/%s/%s.md", chapter, name);
    link_in(compiled, "lib/interleave/lessons/%s/%s", chapter, name);
    if (real) { /* Only these are built to be stepped, too. */
        char *stepped_of = must_print("%s.step", of);
        char *stepped = built(stepped_of);

        link_in(stepped, "lib/interleave/lessons/%s/%s.step", chapter, name);
        stage_schedules(chapter, name, of);
        free(stepped);
        free(stepped_of);
    }
    free(file);
    free(compiled);
    free(absolute);
    free(source);
    free(of);
}

/* A page with a line of its header changed. The caller frees it. */
static char *with_header(const char *page, const char *key, const char *value)
{
    char *begin = must_print("%s:", key);
    const char *line = strstr(page, begin);

    MUST(line != NULL);
    char *changed = must_print("%.*s%s %s%s", (int)(line - page), page, begin,
                               value, line + strcspn(line, "\n"));
    free(begin);
    return changed;
}

static void stage_deadlocks(void)
{
    char *page = text_of_file("lessons/4_hazards/deadlock.md");

    MUST(page != NULL);
    char *quick = with_header(page, "pace", "20");
    char *named = with_header(quick, "title", "Quick deadlock");
    char *later = with_header(named, "order", "40");
    stage_lesson("4_hazards", "deadlock", "4_hazards/deadlock", page);
    stage_lesson("4_hazards", "quick", "4_hazards/deadlock", later);
    free(later);
    free(named);
    free(quick);
    free(page);
}

void stage_real(const char *chapter, const char *name)
{
    char *program = must_print("%s/%s", chapter, name);
    char *path = must_print("lessons/%s.md", program);
    char *page = text_of_file(path);

    MUST(page != NULL);
    make_stage();
    char *quick = with_header(page, "pace", "5");
    char *staged = must_print("%s/share/interleave/%s", folder, path);
    if (access(staged, F_OK) != 0)
        stage_lesson(chapter, name, program, quick);
    free(staged);
    free(quick);
    free(page);
    free(path);
    free(program);
}

void stage_usual(void)
{
    static bool done;

    make_stage();
    if (done)
        return;
    done = true;
    stage_deadlocks();
    stage_lesson("1_first", "ticks", "term_ticks",
                 "title: Ticks\norder: 10\ngoal: it goes on and on\n"
                 "python: while True\npace: 0\n\n"
                 "# Ticks\n\nA clock that never stops, said the zebra.\n");
    stage_lesson("10_last", "silent", "term_silent",
                 "title: Silent\norder: 10\ngoal: nothing is printed\n\n"
                 "# Silent\n\nIt says nothing.\n");
}

const char *stage_state(const char *name, const char *progress)
{
    char *file = must_print("state_%s/interleave/progress", name);

    stage_write(file, progress, (unsigned)strlen(progress));
    free(file);
    return stage_file("state_%s", name);
}
