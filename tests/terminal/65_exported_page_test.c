/* 65_exported_page_test.c - a page in a browser shows what the lab would have
   shown, and nothing else. */
#include "model/describe.h"
#include "tests/support/exported.h"
#include "tests/support/stage.h"
#include "tui/export/export.h"
#include "tui/export/steps.h"
#include "tui/export/walk.h"
#include "tui/pages/language.h"
#include "tui/views/view.h"

#include <inttypes.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH = 512 };

static struct session *replay(const char *file)
{
    char why[256];
    struct session *session = session_replay(file, why, sizeof why);

    assert_non_null(session);
    return session;
}

/* A pane's rows as text: "tasks: main  # waits ...". */
static void put_pane(FILE *to, const struct model *model, enum pane pane)
{
    const struct scene scene = {.model = model};
    int rows = view_of(pane)->rows(&scene, EXPORT_COLUMNS);
    struct canvas *canvas =
        canvas_new(rows > 0 ? rows : 1, EXPORT_COLUMNS, false);

    view_of(pane)->draw(&scene, 0, canvas, canvas_box(canvas));
    char *dump = canvas_dump(canvas);
    for (char *line = strtok(dump, "\n"); line; line = strtok(NULL, "\n"))
        fprintf(to, "%s: %s\n", pane_name(pane), line);
    free(dump);
    canvas_free(canvas);
}

static void put_source(FILE *to, const struct model *model, int line)
{
    char name[64];
    bool any = false;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct site *site = model_site(model, model->tasks[id - 1].site);

        if (!task_is_alive(&model->tasks[id - 1]) || !site ||
            site->line != line)
            continue;
        if (!any)
            fprintf(to, "line %d: ", line);
        fprintf(to, "%s%s", any ? "," : "▶",
                describe_task(model, id, name, sizeof name));
        any = true;
    }
    if (any)
        putc('\n', to);
}

/* What the model says at each step, without the sentences. */
static char *expected_text(const char *file)
{
    struct session *session = replay(file);
    struct walk walk;
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    char stuck[CYCLE * SENTENCE];

    walk_begin(&walk, session);
    do {
        const struct model *model = session_model(session);

        fprintf(to, "step %" PRIu64 "\n", walk.at);
        put_pane(to, model, PANE_TASKS);
        put_pane(to, model, PANE_OBJECTS);
        if (strstr(file, "pipe"))
            put_pane(to, model, PANE_PROCESSES);
        put_pane(to, model, PANE_WAITS);
        put_pane(to, model, PANE_OUTPUT);
        for (int line = 1; line < 120; line++)
            put_source(to, model, line);
        describe_stuck(model, stuck, sizeof stuck);
        if (*stuck)
            fprintf(to, "alarm: %s\n", stuck);
    } while (walk_on(&walk));
    fclose(to);
    session_free(session);
    return text;
}

/* "step 3: T1 took left" is cut to its number, and blank rows are gone. */
static char *browser_text(const char *page)
{
    char *from = strstr(page, "<pre id=\"all\">");
    char *end = from ? strstr(from, "</pre>") : NULL;

    assert_non_null(end);
    *end = '\0';
    char *all = exported_plain(from + strlen("<pre id=\"all\">"));
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    for (char *line = strtok(all, "\n"); line; line = strtok(NULL, "\n")) {
        char *colon = strchr(line, ':');

        if (strncmp(line, "step ", 5) == 0)
            *colon = '\0';
        if (strncmp(line, "step ", 5) == 0 || colon[2])
            fprintf(to, "%s\n", line);
    }
    fclose(to);
    free(all);
    return text;
}

static const char *browser(void)
{
    static const char *const paths[] = {"/usr/bin/chromium",
                                        "/usr/bin/chromium-browser",
                                        "/usr/bin/google-chrome"};

    for (size_t i = 0; i < 3; i++) {
        if (access(paths[i], X_OK) == 0)
            return paths[i];
    }
    return NULL;
}

static void a_browser_shows_at_each_step_what_the_model_says(void **state)
{
    (void)state;
    if (!browser())
        skip();
    for (size_t i = 0; i < EXPORTED; i++) {
        const char *page = stage_file("page.html");
        char address[PATH + 16];
        char profile[PATH + 32];

        snprintf(address, sizeof address, "file://%s#text", page);
        snprintf(profile, sizeof profile, "--user-data-dir=%s",
                 stage_file("browser"));
        struct capture made = capture_run(
            (const char *[]){stage_lab(), "export", exported_recordings[i],
                             "--to", "html", "-o", page, NULL},
            NULL);
        assert_int_equal(made.status, 0);
        struct capture shown =
            capture_run((const char *[]){browser(), "--headless",
                                         "--no-sandbox", "--disable-gpu",
                                         profile, "--dump-dom", address, NULL},
                        NULL);
        char *text = browser_text(shown.output);
        char *expected = expected_text(exported_recordings[i]);
        assert_string_equal(text, expected);
        free(text);
        free(expected);
        capture_fini(&shown);
        capture_fini(&made);
    }
}

static void a_page_asks_nothing_of_any_network(void **state)
{
    struct capture page = exported_as("html", exported_recordings[0]);

    (void)state;
    assert_null(strstr(page.output, "http:"));
    assert_null(strstr(page.output, "https:"));
    assert_null(strstr(page.output, "src="));
    assert_null(strstr(page.output, "@import"));
    for (const char *at = page.output; (at = strchr(at, '@')); at++) {
        size_t length = strspn(at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

        assert_false(length > 0 && at[1 + length] == '@');
    }
    capture_fini(&page);
}

/* A program's text could hold the end of the script that it stands in. */
static void no_text_ends_the_script_it_is_in(void **state)
{
    struct capture page = exported_as("html", exported_recordings[0]);
    const char *run = strstr(page.output, "application/json\">");
    const char *end = strstr(run, "</script>");

    (void)state;
    assert_non_null(strstr(run, "#include \\u003cpthread.h>"));
    assert_non_null(end);
    assert_null(memchr(run, '<', (size_t)(end - run)));
    capture_fini(&page);
}

/* The page, made here, in the language that is spoken. */
static char *page_of(const char *file)
{
    const struct export_options options = {.rows = 24, .columns = 80};
    struct session *session = replay(file);
    char *page = NULL;
    size_t length = 0;
    char why[256];
    FILE *to = open_memstream(&page, &length);

    assert_non_null(to);
    assert_true(html_form.write(session, NULL, &options, to, why, sizeof why));
    assert_int_equal(fclose(to), 0);
    session_free(session);
    return page;
}

static void a_page_speaks_the_language_of_the_lab(void **state)
{
    const char *build = getenv("BUILD");
    char folder[PATH];

    (void)state;
    snprintf(folder, sizeof folder, "%s/locale",
             build && *build ? build : "build");
    char *page = page_of(exported_recordings[0]);
    assert_non_null(strstr(page, "<html lang=\"en\">"));
    assert_non_null(strstr(page, "title=\"step back (b)\""));
    free(page);
    language_begin(folder);
    assert_true(language_choose("uk"));
    page = page_of(exported_recordings[0]);
    assert_non_null(strstr(page, "<html lang=\"uk\">"));
    assert_non_null(strstr(page, "title=\"крок назад (b)\""));
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_browser_shows_at_each_step_what_the_model_says),
        cmocka_unit_test(a_page_asks_nothing_of_any_network),
        cmocka_unit_test(no_text_ends_the_script_it_is_in),
        cmocka_unit_test(a_page_speaks_the_language_of_the_lab), /* Last. */
    };

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
