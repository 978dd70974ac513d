/* building.c - compiling a lesson's program when it is wanted. */
#include "tui/lessons/building.h"

#include "must.h"
#include "tui/compile.h"
#include "tui/keeping/place.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_newer(const char *program, const char *source)
{
    struct stat made;
    struct stat written;

    return stat(program, &made) == 0 && stat(source, &written) == 0 &&
           (made.st_mtim.tv_sec > written.st_mtim.tv_sec ||
            (made.st_mtim.tv_sec == written.st_mtim.tv_sec &&
             made.st_mtim.tv_nsec >= written.st_mtim.tv_nsec));
}

static bool make(const char *source, const char *program, bool controlled,
                 bool loud, char *why, size_t why_size)
{
    char *folder = must_copy(program);

    *strrchr(folder, '/') = '\0';
    bool made = place_make_folder(folder);
    if (!made)
        snprintf(why, why_size, _("%s cannot be made"), folder);
    free(folder);
    return made && compile_so(source, program, controlled, loud, why, why_size);
}

bool building_prepare(const struct lesson *lesson, bool controlled, bool loud,
                      char *why, size_t why_size)
{
    if (!place_lessons_are_given())
        return true;
    char *program =
        must_print("%s%s", lesson->program, controlled ? ".step" : "");
    bool there = is_newer(program, lesson->source) ||
                 make(lesson->source, program, controlled, loud, why, why_size);

    free(program);
    return there;
}
