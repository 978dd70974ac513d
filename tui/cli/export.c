/* export.c - `interleave export`: a run in forms that others read. */
#include "tui/export/export.h"
#include "model/describe.h"
#include "must.h"
#include "tui/cli/cli.h"
#include "tui/cli/target.h"
#include "tui/control/schedule.h"
#include "tui/control/step.h"
#include "tui/interrupt.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    ROWS = 30,
    COLUMNS = 100,
    LEAST_ROWS = 5,
    LEAST_COLUMNS = 20,
    MOST = 500,
    SETTLE_MS = 20,
    PATIENCE_MS = 5000
};

struct export_arguments {
    const struct export_form *form;
    const char *file;
    const char *output;
    char **program; /* Of a schedule, with its arguments. */
    size_t count;
    struct export_options options;
};

static const struct argp_option options[] = {
    {"to", 't', "FORM", 0, N_("html, svg, perfetto, cast or text"), 0},
    {"output", 'o', "FILE", 0, N_("write there, not to standard output"), 0},
    {"size", 's', "COLUMNSxROWS", 0, N_("of a picture or film: 100x30"), 0},
    {"at", 'n', "N", 0, N_("svg: after so many steps, not at the end"), 0},
    {"pane", 'p', "PANE", 0,
     N_("svg, cast: that pane alone: timeline, tasks ..."), 0},
    {"ascii", 'a', NULL, 0, N_("draw with ASCII characters only"), 0},
    {0},
};

static void take_size(struct export_options *wanted, const char *text)
{
    char behind;

    if (sscanf(text, "%dx%d%c", &wanted->columns, &wanted->rows, &behind) !=
            2 ||
        wanted->rows < LEAST_ROWS || wanted->columns < LEAST_COLUMNS ||
        wanted->rows > MOST || wanted->columns > MOST)
        cli_refuse(_("--size %s: COLUMNSxROWS, from %dx%d to %dx%d"), text,
                   LEAST_COLUMNS, LEAST_ROWS, MOST, MOST);
}

static void take_place(struct export_options *wanted, const char *text)
{
    char *end;

    errno = 0;
    wanted->at = strtoul(text, &end, 10);
    if (errno || end == text || *end || *text == '-')
        cli_refuse(_("--at %s: a number of steps"), text);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct export_arguments *wanted = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        cli_one_line(state);
        return 0;
    case 't':
        wanted->form = export_form(argument);
        if (!wanted->form)
            cli_refuse(_("--to %s: html, svg, perfetto, cast or text"),
                       argument);
        return 0;
    case 'o':
        wanted->output = argument;
        return 0;
    case 's':
        take_size(&wanted->options, argument);
        return 0;
    case 'n':
        take_place(&wanted->options, argument);
        return 0;
    case 'p':
        wanted->options.pane = argument;
        return 0;
    case 'a':
        wanted->options.ascii = true;
        cli_speak_english();
        return 0;
    case ARGP_KEY_ARG:
        if (!wanted->file) {
            wanted->file = argument;
            return 0;
        }
        wanted->program = must_resize(wanted->program, wanted->count + 1,
                                      sizeof *wanted->program);
        wanted->program[wanted->count++] = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_refuse(_("name a recording (.ilv) or a schedule (.sched)"));
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp export_argp = {
    .options = options,
    .parser = parse,
    .args_doc = "FILE.ilv|FILE.sched [PROGRAM [ARGUMENT...]]",
    .doc =
        N_("Writes a run in a form for others: html is a page that plays it in "
           "a browser, complete in one file; svg a picture; perfetto a trace "
           "for ui.perfetto.dev; cast a film of the screen; text the story.\v"
           "A schedule is of the program that it names, unless another is "
           "given.")};

/* ---- A schedule is run, and recorded. ---- */

static bool settle(struct step *step)
{
    for (int waited = 0; waited < PATIENCE_MS && !interrupt_wanted();
         waited += SETTLE_MS) {
        if (step_settle(step, SETTLE_MS) != STILL_MOVES)
            return true;
    }
    return false;
}

static bool follow(struct session *session, const struct schedule *schedule,
                   char *why, size_t why_size)
{
    struct step *step = step_new(session);
    bool settled = settle(step);

    *why = '\0';
    while (settled && schedule_move(schedule, step, session, why, why_size))
        settled = settle(step);
    if (!settled)
        snprintf(why, why_size,
                 _("a task does not come to its next operation"));
    step_free(step);
    return !*why;
}

static int record_schedule(const struct export_arguments *wanted,
                           const struct schedule *schedule,
                           const struct target *target, const char *recording)
{
    char why[SENTENCE];
    struct session_options run = {.lesson = target->lesson,
                                  .program = target->path,
                                  .arguments = target->arguments,
                                  .input = -1,
                                  .record = recording,
                                  .controlled = true,
                                  .rows = 24,
                                  .columns = 80};
    struct session *session = session_watch(&run, why, sizeof why);
    int status = 0;

    if (!session)
        return cli_misuse("%s", why);
    interrupt_watch();
    if (!follow(session, schedule, why, sizeof why))
        status = cli_misuse("%s: %s", wanted->file, why);
    session_end(session);
    session_free(session);
    return interrupt_wanted() ? 128 + interrupt_wanted() : status;
}

static int run_schedule(const struct export_arguments *wanted,
                        const char *recording)
{
    char why[SENTENCE];
    struct schedule *schedule = schedule_read(wanted->file, why, sizeof why);
    struct target target;

    if (!schedule)
        return cli_misuse("%s", why);
    target_init(&target);
    if (wanted->count == 0)
        target_take(&target, schedule->program);
    for (size_t i = 0; i < wanted->count; i++)
        target_take(&target, wanted->program[i]);
    int status = target_prepare(&target);
    if (status == 0)
        status = record_schedule(wanted, schedule, &target, recording);
    target_fini(&target);
    schedule_free(schedule);
    return status;
}

/* ---- A recording is written anew. ---- */

/* What is written is never half a file: it is renamed into place. */
static int write_to(const struct export_arguments *wanted,
                    struct session *session, struct catalogue *catalogue)
{
    char *draft = wanted->output ? must_print("%s.part", wanted->output) : NULL;
    char why[SENTENCE] = "";

    if (draft && !freopen(draft, "we", stdout)) {
        free(draft);
        return cli_misuse(_("%s: cannot be written: %s"), wanted->output,
                          strerror(errno));
    }
    bool done = wanted->form->write(session, catalogue, &wanted->options,
                                    stdout, why, sizeof why);
    bool kept = fflush(stdout) == 0 && !ferror(stdout) &&
                (!draft || !done || rename(draft, wanted->output) == 0);
    if (draft && !(done && kept))
        unlink(draft);
    free(draft);
    if (!done)
        return cli_misuse("%s", why);
    return kept ? 0
                : cli_misuse(_("%s: cannot be written: %s"),
                             wanted->output ? wanted->output
                                            : _("standard output"),
                             strerror(errno));
}

static int export_recording(const struct export_arguments *wanted,
                            const char *recording)
{
    char why[SENTENCE];
    struct session *session = session_replay(recording, why, sizeof why);

    if (!session)
        return cli_misuse("%s", why);
    struct catalogue *catalogue = cli_catalogue_for(session);
    int status = write_to(wanted, session, catalogue);
    session_free(session);
    catalogue_free(catalogue);
    return status;
}

static int export_schedule(const struct export_arguments *wanted)
{
    const char *folder = getenv("TMPDIR");
    char *recording =
        must_print("%s/interleave-XXXXXX", folder && *folder ? folder : "/tmp");
    int descriptor = mkstemp(recording);

    if (descriptor < 0) {
        int status =
            cli_misuse(_("%s: cannot be made: %s"), recording, strerror(errno));

        free(recording);
        return status;
    }
    close(descriptor);
    int status = run_schedule(wanted, recording);
    if (status == 0)
        status = export_recording(wanted, recording);
    unlink(recording);
    free(recording);
    return status;
}

static bool is_schedule(const char *file)
{
    static const char suffix[] = ".sched";
    size_t length = strlen(file);

    return length >= sizeof suffix &&
           strcmp(file + length - (sizeof suffix - 1), suffix) == 0;
}

static int export_file(const struct export_arguments *wanted)
{
    if (!wanted->form)
        return cli_misuse(_("say in which form: --to html, svg, perfetto, cast "
                            "or text"));
    if (is_schedule(wanted->file))
        return export_schedule(wanted);
    if (wanted->count > 0)
        return cli_misuse(_("%s: a recording knows its program; leave out %s"),
                          wanted->file, wanted->program[0]);
    return export_recording(wanted, wanted->file);
}

int cli_export(int argc, char **argv)
{
    struct export_arguments wanted = {
        .options = {.rows = ROWS, .columns = COLUMNS, .at = SIZE_MAX}};

    cli_parse(&export_argp, argc, argv, 0, &wanted);
    int status = export_file(&wanted);
    free(wanted.program);
    return status;
}
