/* new.c - `interleave new`: begin something of one's own. */
#include "tui/cli/cli.h"

#include "must.h"
#include "tui/cli/new_exercise.h"
#include "tui/drawing/text.h"
#include "tui/keeping/place.h"
#include "words.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int make_lesson(const char *chapter, const char *name);

static const struct {
    const char *kind;
    int (*make)(const char *chapter, const char *name);
} kinds[] = {{"lesson", make_lesson}, {"exercise", cli_new_exercise}};

enum { KINDS = sizeof kinds / sizeof *kinds };

struct new_arguments {
    struct cli_show show;
    const char *kind;
    const char *place; /* CHAPTER/NAME */
};

/* ---- A lesson. ---- */

static const char program_text[] =
    "/* %s.c - what is the question that this program answers?\n"
    "\n"
    "   Watch: what to look at while it runs.\n"
    "   Compare with: another.c, which differs by a few lines. */\n"
    "#include \"../must.h\"\n"
    "\n"
    "#include <pthread.h>\n"
    "\n"
    "static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;\n"
    "static int count; /* Guarded by lock. */\n"
    "\n"
    "static void *add(void *unused)\n"
    "{\n"
    "    MUST(pthread_mutex_lock(&lock)); /* @enter */\n"
    "    count++;\n"
    "    MUST(pthread_mutex_unlock(&lock));\n"
    "    return unused;\n"
    "}\n"
    "\n"
    "int main(void)\n"
    "{\n"
    "    pthread_t first;\n"
    "    pthread_t second;\n"
    "\n"
    "    MUST(pthread_create(&first, NULL, add, NULL));\n"
    "    MUST(pthread_create(&second, NULL, add, NULL));\n"
    "    MUST(pthread_join(first, NULL));\n"
    "    MUST(pthread_join(second, NULL));\n"
    "    printf(\"count = %%d\\n\", count);\n"
    "    return 0;\n"
    "}\n";

static const char page_text[] =
    "title: %s\n"
    "order: 999\n"
    "goal: \n"
    "python: threading.Lock\n"
    "watch: lock, count\n"
    "panes: source tasks objects timeline output\n"
    "pace: 200\n"
    "question: What is the count at the end?\n"
    "outcome: 2: each adds one. | prints \"count = 2\"\n"
    "decoy: 1: one addition is lost. | prints \"count = 1\"\n"
    "decoy: It is never printed. | verdict deadlock\n"
    "\n"
    "# %s\n"
    "\n"
    "What it is, and why it matters.\n"
    "\n"
    "## What you will see\n"
    "\n"
    "At `@enter` one thread goes in, and the other waits.\n"
    "\n"
    "## In Python\n"
    "\n"
    "```python\n"
    "with lock:\n"
    "    count += 1\n"
    "```\n"
    "\n"
    "## When to use it\n"
    "\n"
    "## Asked at interviews\n"
    "\n"
    "*A question?* A short answer.\n"
    "\n"
    "## Next\n";

/* "io_bound" is "Io bound", to begin with. */
static char *title_of(const char *name)
{
    char *title = must_copy(name);

    for (char *at = title; *at; at++) {
        if (*at == '_')
            *at = ' ';
    }
    *title = (char)toupper((unsigned char)*title);
    return title;
}

/* Never over a file that is there. False: errno says why. */
static bool write_new(const char *path, const char *text)
{
    FILE *file = fopen(path, "wxe");

    if (!file)
        return false;
    bool written = fputs(text, file) >= 0;
    return fclose(file) == 0 && written;
}

/* What lessons include: there may be none in a folder of somebody else's. */
static bool bring_must(void)
{
    char *own = must_print("%s/must.h", place_own_lessons());
    char *there = must_print("%s/must.h", place_lessons());
    char *text = access(there, R_OK) == 0 ? NULL : text_of_file(own);
    bool brought = access(there, R_OK) == 0 || (text && write_new(there, text));

    free(text);
    free(there);
    free(own);
    return brought;
}

static int make_lesson(const char *chapter, const char *name)
{
    char *folder = must_print("%s/%s", place_lessons(), chapter);
    char *source = must_print("%s/%s.c", folder, name);
    char *page = must_print("%s/%s.md", folder, name);
    char *title = title_of(name);
    char *program = must_print(program_text, name);
    char *markdown = must_print(page_text, title, title);
    const char *failed = NULL;
    int status = 0;

    if (!place_make_folder(folder))
        failed = folder;
    else if (!bring_must())
        failed = "must.h";
    else if (!write_new(source, program))
        failed = source;
    else if (!write_new(page, markdown))
        failed = page;
    if (failed)
        status = cli_misuse("%s: %s", failed, strerror(errno));
    else
        printf(_("%s\n%s\nWrite them, then see interleave lint %s\n"), source,
               page, name);
    free(markdown);
    free(program);
    free(title);
    free(page);
    free(source);
    free(folder);
    return status;
}

/* ---- The command. ---- */

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct new_arguments *new = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &new->show;
        return 0;
    case ARGP_KEY_ARG:
        if (new->place)
            cli_refuse(_("one at a time: %s"), argument);
        *(new->kind ? &new->place : &new->kind) = argument;
        return 0;
    case ARGP_KEY_END:
        if (!new->place)
            cli_refuse(_("say what, and where: new lesson CHAPTER/NAME, or new "
                         "exercise CHAPTER/NAME"));
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool is_name(const char *name)
{
    return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
                                      "0123456789_")] == '\0';
}

int cli_new(int argc, char **argv)
{
    struct new_arguments new = {.kind = NULL};
    const struct argp_child children[] = {{&cli_show_argp, 0, NULL, 0}, {0}};
    const struct argp argp = {
        .parser = parse,
        .args_doc = "lesson|exercise CHAPTER/NAME",
        .doc =
            N_("Makes the files of a new lesson or exercise, to be written.\v"
               "CHAPTER is a folder of lessons: 4_hazards, or a new one."),
        .children = children};

    cli_parse(&argp, argc, argv, 0, &new);
    char *chapter = must_copy(new.place);
    char *slash = strchr(chapter, '/');
    int status = -1;
    if (slash)
        *slash = '\0';
    if (!slash || !is_name(chapter) || !is_name(slash + 1))
        status = cli_misuse(_("%s: not CHAPTER/NAME of small letters, digits "
                              "and _"),
                            new.place);
    for (int i = 0; i < KINDS && status == -1; i++) {
        if (strcmp(new.kind, kinds[i].kind) == 0)
            status = kinds[i].make(chapter, slash + 1);
    }
    free(chapter);
    return status == -1
               ? cli_misuse(_("%s: nothing of that kind can be made: "
                              "new lesson CHAPTER/NAME, or new exercise"),
                            new.kind)
               : status;
}
