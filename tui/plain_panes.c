/* plain_panes.c - what panes showed in the end, without bars and branches: the
   numbers beside them say the same. */
#include "tui/plain.h"

#include "tui/views/view.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_AT_MOST = 20, COLUMNS = 120, TITLE = 160 };

/* Those that tell what no sentence does. */
static bool is_told(enum pane pane)
{
    return pane == PANE_TURNS || pane == PANE_SWITCHES || pane == PANE_OWNER ||
           pane == PANE_MEMORY || pane == PANE_WORKERS || pane == PANE_CLIENTS;
}

static bool is_drawing(uint32_t glyph)
{
    return (glyph >= 0x2500 && glyph < 0x25a0) || glyph == 0xb7;
}

/* A row with single spaces. */
static void put_row(const char *row, size_t length)
{
    bool space = false;

    printf(" ");
    for (size_t i = 0; i < length; i++) {
        if (row[i] == ' ') {
            space = true;
            continue;
        }
        printf("%s%c", space || i == 0 ? " " : "", row[i]);
        space = false;
    }
    putchar('\n');
}

static void put_rows(const char *rows)
{
    for (const char *row = rows; *row;) {
        size_t length = strcspn(row, "\n");

        put_row(row, length);
        row += length + (row[length] == '\n');
    }
}

static void put_pane(const struct scene *scene, enum pane pane)
{
    const struct view *view = view_of(pane);
    int rows = view->rows(scene, COLUMNS);
    int drawn = rows < ROWS_AT_MOST ? rows : ROWS_AT_MOST;
    char title[TITLE];

    if (rows == 0)
        return;
    struct canvas *canvas = canvas_new(drawn, COLUMNS, false);
    view->title(scene, title, sizeof title);
    printf("%s\n", title);
    view->draw(scene, 0, canvas, canvas_box(canvas));
    for (int i = 0; i < drawn * COLUMNS; i++) {
        if (is_drawing(canvas->cells[i].glyph))
            canvas->cells[i].glyph = ' ';
    }
    char *dump = canvas_dump(canvas);
    put_rows(dump);
    free(dump);
    canvas_free(canvas);
    if (rows > drawn)
        printf(ngettext("  and %d more\n", "  and %d more\n",
                        (unsigned long)(rows - drawn)),
               rows - drawn);
}

void plain_panes(const struct session *session)
{
    const struct scene scene = {.model = session_model(session),
                                .lesson = session_lesson(session)};

    for (size_t i = 0; scene.lesson && i < scene.lesson->pane_count; i++) {
        if (is_told(scene.lesson->panes[i]))
            put_pane(&scene, scene.lesson->panes[i]);
    }
    if (scene.lesson)
        return;
    put_pane(&scene, PANE_WORKERS);
    put_pane(&scene, PANE_CLIENTS);
}
