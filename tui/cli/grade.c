/* grade.c - `interleave grade`: what many students have handed in. */
#include "must.h"
#include "tui/cli/cli.h"
#include "tui/cli/exercises.h"
#include "tui/grading/forms.h"
#include "tui/grading/sandbox.h"
#include "tui/interrupt.h"
#include "tui/keeping/place.h"
#include "tui/searching/exploring.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    OPTION_CSV = 1000,
    OPTION_JSON,
    OPTION_JUNIT,
    OPTION_GRADESCOPE,
    OPTION_TIMES,
    OPTION_TRUSTED,
    FORMS = OPTION_GRADESCOPE - OPTION_CSV + 1,
    JOBS_AT_MOST = 256
};

static void (*const forms[FORMS])(FILE *, const struct marks *) = {
    form_csv, form_json, form_junit, form_gradescope};

struct grade_arguments {
    const char *exercise;
    const char *files[FORMS]; /* "-": standard output. */
    unsigned jobs;
    bool times;
    bool trusted;
    char **paths;
    size_t path_count;
};

static const struct argp_option options[] = {
    {"exercise", 'x', "NAME", 0, N_("all files are of this exercise"), 0},
    {"jobs", 'j', "N", 0, N_("judge N at a time; as many as processors, else"),
     0},
    {"csv", OPTION_CSV, "FILE", 0, N_("write CSV; - is standard output"), 1},
    {"json", OPTION_JSON, "FILE", 0, N_("write JSON"), 1},
    {"junit", OPTION_JUNIT, "FILE", 0, N_("write JUnit XML"), 1},
    {"gradescope", OPTION_GRADESCOPE, "FILE", 0,
     N_("write results.json for Gradescope"), 1},
    {"times", OPTION_TIMES, NULL, 0, N_("tell how long each took, too"), 1},
    {"no-isolation", OPTION_TRUSTED, NULL, 0,
     N_("make no namespaces: for files that you trust"), 2},
    {0},
};

static unsigned read_jobs(const char *argument)
{
    char *end;
    long jobs = strtol(argument, &end, 10);

    if (*end || jobs < 1 || jobs > JOBS_AT_MOST)
        cli_refuse(_("--jobs takes a number from 1 to %d: %s"), JOBS_AT_MOST,
                   argument);
    return (unsigned)jobs;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct grade_arguments *grade = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        cli_one_line(state);
        return 0;
    case 'x':
        grade->exercise = argument;
        return 0;
    case 'j':
        grade->jobs = read_jobs(argument);
        return 0;
    case OPTION_CSV:
    case OPTION_JSON:
    case OPTION_JUNIT:
    case OPTION_GRADESCOPE:
        grade->files[key - OPTION_CSV] = argument;
        cli_speak_english();
        return 0;
    case OPTION_TIMES:
        grade->times = true;
        return 0;
    case OPTION_TRUSTED:
        grade->trusted = true;
        return 0;
    case ARGP_KEY_ARGS:
        grade->paths = state->argv + state->next;
        grade->path_count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_refuse(_("name files EXERCISE.c, or a folder with them"));
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp grade_argp = {
    .options = options,
    .parser = parse,
    .args_doc = "DIR|FILE...",
    .doc =
        N_("Judges what many students have handed in, each file as "
           "`interleave check` would, in a sandbox of its own.\v"
           "Files are called EXERCISE.c or EXERCISE-STUDENT.c, and schedules "
           "that break a program .sched. A folder's are "
           "taken with those of the folders in it, and the first folder is the "
           "student: DIR/STUDENT/EXERCISE.c. The exit status is 0 when all "
           "are judged, 1 when one could not be, 2 for a misuse.")};

/* ---- Before. ---- */

static bool collect(const struct grade_arguments *arguments,
                    const struct shelf *shelf, struct submissions *submissions)
{
    const struct exercise *given = NULL;

    if (arguments->exercise) {
        given = exercises_find(shelf, arguments->exercise);
        if (!given)
            return false;
    }
    for (size_t i = 0; i < arguments->path_count; i++) {
        const char *path = arguments->paths[i];

        if (!submissions_add(submissions, shelf, given, path)) {
            cli_misuse("%s: %s", path,
                       errno == EINVAL
                           ? _("neither a .c or .sched file nor a folder")
                           : strerror(errno));
            return false;
        }
    }
    submissions_sort(submissions);
    for (size_t i = 0; i < submissions->stranger_count; i++)
        cli_misuse(_("%s: left out, no exercise has that name: see --exercise"),
                   submissions->strangers[i]);
    if (submissions->count == 0)
        cli_misuse(_("there is no file EXERCISE.c or EXERCISE-STUDENT.c to "
                     "judge: see --exercise"));
    return submissions->count > 0;
}

/* Written before all that work, so that it is not in vain. */
static bool open_files(const struct grade_arguments *arguments,
                       FILE *files[FORMS])
{
    for (int i = 0; i < FORMS; i++) {
        const char *path = arguments->files[i];

        files[i] = !path                    ? NULL
                   : strcmp(path, "-") == 0 ? stdout
                                            : fopen(path, "we");
        if (path && !files[i]) {
            cli_misuse("%s: %s", path, strerror(errno));
            return false;
        }
    }
    return true;
}

static char *make_root(void)
{
    const char *place = getenv("TMPDIR");
    char *root = must_print("%s/interleave-grade-XXXXXX",
                            place && *place ? place : "/tmp");

    if (mkdtemp(root))
        return root;
    cli_misuse(_("%s: %s; set TMPDIR"), root, strerror(errno));
    free(root);
    return NULL;
}

static bool is_isolated(const struct grade_arguments *arguments,
                        const char *root)
{
    char why[SENTENCE];

    if (!arguments->trusted && sandbox_is_allowed(root, why, sizeof why))
        return true;
    if (arguments->trusted)
        snprintf(why, sizeof why, "--no-isolation");
    cli_misuse(
        geteuid() == 0
            ? _("not isolated (%s): submissions see this machine's files, "
                "network and processes, as a user that owns nothing, with "
                "limits only on what they use")
            : _("not isolated (%s): submissions see this machine's files, "
                "network and your processes and files, with limits only on "
                "what they use"),
        why);
    return false;
}

/* ---- Then. ---- */

static void say_progress(size_t over, size_t count)
{
    fputc('\r', stderr);
    fprintf(stderr, _("judged: %zu of %zu "), over, count);
    if (over == count)
        fprintf(stderr, "\r%40s\r", "");
}

static int status_of(const struct marks *marks)
{
    if (interrupt_wanted())
        return 128 + interrupt_wanted();
    for (size_t i = 0; i < marks->count; i++) {
        if (marks->items[i].answer == ANSWER_UNAVAILABLE)
            return 1;
    }
    return 0;
}

static int write_all(const struct grade_arguments *arguments,
                     const struct marks *marks, FILE *files[FORMS])
{
    int status = status_of(marks);
    bool printed = false;

    for (int i = 0; i < FORMS; i++) {
        if (!files[i])
            continue;
        printed = printed || files[i] == stdout;
        forms[i](files[i], marks);
        if (files[i] != stdout && fclose(files[i]) != 0)
            status = cli_misuse("%s: %s", arguments->files[i], strerror(errno));
    }
    if (!printed)
        form_table(stdout, marks);
    if (fflush(stdout) != 0)
        status = cli_misuse(_("standard output: %s"), strerror(errno));
    return status;
}

static int grade(const struct grade_arguments *arguments,
                 const struct submissions *submissions)
{
    FILE *files[FORMS] = {NULL};
    char *root = open_files(arguments, files) ? make_root() : NULL;

    if (!root)
        return EXIT_MISUSE;
    const struct grading_options how = {
        .jobs = arguments->jobs ? arguments->jobs : exploring_jobs(),
        .isolated = is_isolated(arguments, root),
        .root = root,
        .solutions = place_solutions(),
        .progress = isatty(STDERR_FILENO) ? say_progress : NULL};
    if (!how.isolated && !sandbox_can_read(place_exercises())) {
        rmdir(root);
        free(root);
        return cli_misuse(_("%s: cannot be read by others, who would judge: "
                            "install the lab (make install)"),
                          place_exercises());
    }
    interrupt_watch();
    struct mark *marks = grading_run(submissions, &how);
    rmdir(root);
    free(root);
    int status = write_all(
        arguments, &(struct marks){marks, submissions->count, arguments->times},
        files);
    free(marks);
    return status;
}

int cli_grade(int argc, char **argv)
{
    struct grade_arguments arguments = {0};
    struct shelf *shelf = exercises_shelf();
    struct submissions submissions = {0};
    int status = EXIT_MISUSE;

    cli_parse(&grade_argp, argc, argv, 0, &arguments);
    if (collect(&arguments, shelf, &submissions))
        status = grade(&arguments, &submissions);
    submissions_fini(&submissions);
    shelf_free(shelf);
    return status;
}
