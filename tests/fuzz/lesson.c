/* lesson.c - pages that make no sense: parsed, and laid out. */
#include "tui/lessons/lesson.h"
#include "tui/pages/page.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct lesson lesson = {.order = 0};
    char *text = malloc(length + 1);
    char *problems = NULL;

    if (!text)
        abort();
    memcpy(text, bytes, length);
    text[length] = '\0';
    lesson_parse(&lesson, text, &problems);
    struct page *page = page_new(lesson.body, 20 + (int)(length % 100), text);
    struct canvas *canvas = canvas_new(24, 80, length % 2);
    page_draw(page, 0, canvas, canvas_box(canvas));
    canvas_free(canvas);
    page_free(page);
    lesson_fini(&lesson);
    free(problems);
    free(text);
    return 0;
}
