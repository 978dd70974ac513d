/* prose.c - paragraphs. */
#include "tui/screens/prose.h"

#include "tui/page.h"

int prose_draw(struct canvas *canvas, struct box area, int row, int column,
               enum role role, const char *text)
{
    struct box part = box_inside(area, row, column, 0, 2);
    struct page *page = page_new(text, part.columns, NULL);

    page_draw(page, 0, canvas, part);
    for (size_t i = 0; i < page->count; i++)
        canvas_mark(canvas, part, (int)i, 0, part.columns, role);
    row += (int)page->count;
    page_free(page);
    return row;
}

int prose_rows(const char *text, int columns)
{
    struct page *page = page_new(text, columns, NULL);
    int rows = (int)page->count;

    page_free(page);
    return rows;
}
