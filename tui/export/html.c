/* html.c - a page that plays the run, complete in one file.

   The page (page.html) draws what it is given; all that it shows is worked out
   here, step by step, by the views of the lab. */
#include "tui/export/picture.h"

#include "tui/drawing/style.h"
#include "tui/export/steps.h"
#include "tui/export/walk.h"
#include "tui/pages/language.h"
#include "words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The page's text, with a NUL behind it. */
extern const char export_page[];
__asm__(".pushsection .rodata\n"
        ".global export_page\n"
        "export_page:\n"
        ".incbin \"tui/export/page.html\"\n"
        ".byte 0\n"
        ".popsection\n");

static void put_roles(FILE *to, bool light)
{
    fputs(":root {", to);
    for (int role = 0; role < ROLE_COUNT; role++) {
        unsigned rgb = style_rgb(styles[role].many);

        if (styles[role].many < 0)
            fprintf(to, " --r%d: inherit;", role);
        else
            fprintf(to, " --r%d: #%06x;", role,
                    light ? style_darker(rgb) : rgb);
    }
    fputs(" }\n", to);
    for (int role = 0; role < ROLE_COUNT; role++)
        fprintf(to, ".r%d { color: var(--r%d);%s }\n", role, role,
                styles[role].coloured & STYLE_BOLD ? " font-weight: 600;" : "");
}

static void put_dark(FILE *to, const char *run)
{
    (void)run;
    put_roles(to, false);
}

static void put_light(FILE *to, const char *run)
{
    (void)run;
    put_roles(to, true);
}

/* No text of the program can end the script that it stands in. */
static void put_run(FILE *to, const char *run)
{
    for (; *run; run++) {
        if (*run == '<')
            fputs("\\u003c", to);
        else
            putc(*run, to);
    }
}

/* In a text or an attribute. */
static void put_word(FILE *to, const char *word)
{
    for (; *word; word++) {
        if (strchr("<>&\"", *word))
            fprintf(to, "&#%d;", *word);
        else
            putc(*word, to);
    }
}

/* What the page says by itself. */
static const struct {
    const char *mark; /* Stands for it in the page, as @GOAL@. */
    const char *text;
} words[] = {
    {"GOAL", N_("goal")},
    {"STEPS", N_("steps of the run")},
    {"FIRST", N_("to the start")},
    {"BACK", N_("step back")},
    {"PLAY", N_("play")},
    {"STOP", N_("stop")},
    {"NEXT", N_("step forward")},
    {"LAST", N_("to the end")},
    {"PLACE", N_("place in the run")},
    /* For translators: "3 of 9". */
    {"OF", N_("of")},
    {"SOURCE", N_("source")},
    {"TIMELINE", N_("timeline")},
    {"KEYS", N_("Keys")},
    {"MADE", N_("Made by Interleave from a recorded run; this file is complete "
                "in itself.")},
};

static void put_language(FILE *to, const char *run)
{
    (void)run;
    fputs(language_code(), to);
}

static const struct {
    const char *mark;
    void (*put)(FILE *to, const char *run);
} parts[] = {{"LANGUAGE", put_language},
             {"ROLES_DARK", put_dark},
             {"ROLES_LIGHT", put_light},
             {"RUN", put_run}};

static bool is_mark(const char *mark, const char *from, size_t length)
{
    return strlen(mark) == length && memcmp(mark, from, length) == 0;
}

/* What a mark stands for. False: it is none. */
static bool put_mark(FILE *to, const char *from, size_t length, const char *run)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (is_mark(parts[i].mark, from, length)) {
            parts[i].put(to, run);
            return true;
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (is_mark(words[i].mark, from, length)) {
            put_word(to, _(words[i].text));
            return true;
        }
    }
    return false;
}

static void put_page(FILE *to, const char *run)
{
    for (const char *from = export_page; *from; from++) {
        size_t length =
            *from == '@' ? strspn(from + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") : 0;

        if (length > 0 && from[1 + length] == '@' &&
            put_mark(to, from + 1, length, run))
            from += 1 + length;
        else
            putc(*from, to);
    }
}

static bool write_html(struct session *session, struct catalogue *catalogue,
                       const struct export_options *options, FILE *to,
                       char *why, size_t why_size)
{
    struct walk walk;

    (void)catalogue;
    (void)options;
    walk_begin(&walk, session);
    if (walk.length > EXPORT_STEPS) {
        snprintf(why, why_size,
                 _("%" PRIu64 " steps are too many for a page (at most %d): "
                   "record a shorter run"),
                 walk.length, EXPORT_STEPS);
        return false;
    }
    json_t *run = export_steps(session);
    char *text = json_dumps(run, JSON_COMPACT);
    put_page(to, text);
    free(text);
    json_decref(run);
    return true;
}

const struct export_form html_form = {
    "html", "a page that plays the run in a browser", write_html};
