#include "tests/support/drawn.h"

#include "tests/support/scene.h"

#include <stdlib.h>
#include <string.h>

void expect_pane(enum pane pane, const struct scene *scene, int rows,
                 int columns, int scroll, const char *expected)
{
    struct canvas *canvas = canvas_new(rows, columns, false);

    view_of(pane)->draw(scene, scroll, canvas, canvas_box(canvas));
    char *dump = canvas_dump(canvas);
    assert_string_equal(dump, expected);
    free(dump);
    canvas_free(canvas);
}

void expect(enum pane pane, int rows, int columns, const char *expected)
{
    const struct scene scene = {.model = s->model};

    expect_pane(pane, &scene, rows, columns, 0, expected);
}

void expect_title(enum pane pane, const char *expected)
{
    const struct scene scene = {.model = s->model};
    char text[128];

    view_of(pane)->title(&scene, text, sizeof text);
    assert_string_equal(text, expected);
}

int rows_of(enum pane pane)
{
    const struct scene scene = {.model = s->model};

    return view_of(pane)->rows(&scene, 80);
}

void print(const char *text)
{
    story_event(s, (struct event){.type = EVENT_OUTPUT,
                                  .output = {(uint32_t)strlen(text), text}});
}
