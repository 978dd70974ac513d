#include "tests/support/judged.h"

#include "must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

const char *judged_build_folder(void)
{
    const char *build = getenv("BUILD");

    return build ? build : "build";
}

void judged_path(struct judged *judged, const struct exploring_options *options)
{
    char why[256] = "";

    judged->arguments[0] = judged->path;
    strcpy(judged->folder, "/tmp/interleave-test-XXXXXX");
    assert_non_null(mkdtemp(judged->folder));
    judged->exploring = exploring_start(judged->path, judged->arguments,
                                        options, why, sizeof why);
    assert_string_equal(why, "");
    while (exploring_pump(judged->exploring, 50))
        continue;
    judged->verdicts =
        verdicts_judge(judged->exploring, judged->lesson, judged->folder);
}

void judged_lesson(struct judged *judged, const char *name,
                   const struct exploring_options *options)
{
    const char *nearest;

    memset(judged, 0, sizeof *judged);
    char *programs = must_print("%s/lessons", judged_build_folder());
    judged->catalogue = catalogue_read("lessons", programs);
    free(programs);
    judged->lesson = catalogue_find(judged->catalogue, name, &nearest);
    assert_non_null(judged->lesson);
    judged->path = must_print("%s.step", judged->lesson->program);
    judged_path(judged, options);
}

void judged_program(struct judged *judged, const char *name)
{
    static const struct exploring_options short_one = {.seconds = 2};

    memset(judged, 0, sizeof *judged);
    judged->path = must_print("%s/%s", judged_build_folder(), name);
    judged_path(judged, &short_one);
}

void judged_corpus(struct judged *judged, const char *name)
{
    char *path = must_print("tests/corpus/%s", name);

    judged_program(judged, path);
    free(path);
}

void judged_forget(struct judged *judged)
{
    for (unsigned i = 0; i < judged->verdicts->count; i++) {
        if (judged->verdicts->findings[i].schedule)
            unlink(judged->verdicts->findings[i].schedule);
    }
    rmdir(judged->folder);
    verdicts_free(judged->verdicts);
    exploring_free(judged->exploring);
    if (judged->catalogue)
        catalogue_free(judged->catalogue);
    free(judged->path);
}
