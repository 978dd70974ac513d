/* target.c - finding, or making, the program to run. */
#include "tui/cli/target.h"

#include "must.h"
#include "tui/cli/cli.h"
#include "tui/compile.h"
#include "tui/interrupt.h"
#include "tui/keeping/place.h"
#include "tui/lessons/building.h"
#include "watch/program.h"
#include "words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void target_init(struct target *target)
{
    *target = (struct target){0};
}

void target_take(struct target *target, char *argument)
{
    if (target->lesson)
        cli_refuse(_("a lesson's program takes no arguments: %s"), argument);
    if (!target->catalogue) /* Only now is it known which lessons. */
        target->catalogue = catalogue_read(place_lessons(), place_programs());
    if (target->count == 0)
        target->lesson =
            catalogue_find(target->catalogue, argument, &target->nearest);
    target->program = must_resize(target->program, target->count + 2,
                                  sizeof *target->program);
    target->program[target->count++] = argument;
    target->program[target->count] = NULL;
}

static int find(struct target *target, const char *program)
{
    char why[256];

    *target->path = '\0';
    if (program_find(program, target->path, sizeof target->path, why,
                     sizeof why))
        return 0;
    return target->lesson
               ? cli_misuse(_("%s; run make first"), why)
               : cli_no_such(target->program[0], why, target->nearest);
}

static int compile(struct target *target)
{
    const char *folder = getenv("TMPDIR");
    char why[256];

    if (access(target->program[0], R_OK) != 0)
        return cli_misuse("%s: %s", target->program[0], strerror(errno));
    interrupt_watch(); /* What is made here is removed in any case. */
    target->folder =
        must_print("%s/interleave-XXXXXX", folder && *folder ? folder : "/tmp");
    if (!mkdtemp(target->folder))
        return cli_misuse(_("%s: cannot be made: %s"), target->folder,
                          strerror(errno));
    target->leftover = leftover_guard(target->folder, "program");
    char *program = must_print("%s/program", target->folder);
    int status;
    if (compile_file(target->program[0], program, why, sizeof why))
        status = find(target, program);
    else if (interrupt_wanted())
        status = 128 + interrupt_wanted();
    else
        status = cli_misuse("%s", why);
    free(program);
    return status;
}

int target_prepare(struct target *target)
{
    target->alone[0] = target->program[0];
    target->arguments = target->lesson ? target->alone : target->program;
    if (!target->lesson)
        return compile_takes(target->program[0])
                   ? compile(target)
                   : find(target, target->program[0]);
    char why[256];
    if (!building_prepare(target->lesson, true, true, why, sizeof why))
        return cli_misuse("%s", why);
    char *program = must_print("%s.step", target->lesson->program);
    int status = find(target, program);
    free(program);
    return status;
}

void target_fini(struct target *target)
{
    if (target->folder) {
        leftover_remove(&target->leftover, target->folder, "program");
        free(target->folder);
    }
    free(target->program);
    catalogue_free(target->catalogue);
}
