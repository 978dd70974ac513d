/* environment.c - making an environment. */
#include "tests/support/environment.h"

#include "must.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = sizeof((struct environment *)0)->lines / sizeof(char *) - 1 };

/* Takes the line over. A later one of a name takes the place of an earlier. */
static void set_line(struct environment *environment, char *line)
{
    size_t name = strcspn(line, "=") + 1;

    for (int i = 0; i < environment->count; i++) {
        if (strncmp(environment->lines[i], line, name) != 0)
            continue;
        free(environment->lines[i]);
        environment->lines[i] = line;
        if (line[name])
            return;
        free(line);
        environment->lines[i] = environment->lines[--environment->count];
        environment->lines[environment->count] = NULL;
        return;
    }
    MUST(environment->count < MOST);
    environment->lines[environment->count++] = line;
}

static void pass(struct environment *environment, const char *name)
{
    if (getenv(name))
        set_line(environment, must_print("%s=%s", name, getenv(name)));
}

void environment_init(struct environment *environment, const char *folder,
                      const char *term, const char *mark,
                      const char *const *more)
{
    const char *asan = getenv("ASAN_OPTIONS");

    memset(environment, 0, sizeof *environment);
    pass(environment, "PATH");
    pass(environment, "TMPDIR"); /* By which tests/run finds what is left. */
    pass(environment, "UBSAN_OPTIONS");
    pass(environment, "TSAN_OPTIONS");
    /* Programs are watched by a preloaded library, which ASan would rather
       be before. */
    set_line(environment, must_print("ASAN_OPTIONS=verify_asan_link_order=0:%s",
                                     asan ? asan : ""));
    set_line(environment, must_copy("LANG=C.UTF-8"));
    set_line(environment, must_print("TERM=%s", term));
    set_line(environment, must_print("HOME=%s", folder));
    set_line(environment, must_print("XDG_STATE_HOME=%s", folder));
    set_line(environment, must_copy(mark));
    for (; more && *more; more++)
        set_line(environment, must_copy(*more));
}

void environment_fini(struct environment *environment)
{
    for (int i = 0; i < environment->count; i++)
        free(environment->lines[i]);
}
