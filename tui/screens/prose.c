/* prose.c - paragraphs. */
#include "tui/screens/prose.h"

#include "must.h"
#include "tui/pages/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text is one paragraph, also where it begins as a list does: "42.". */
static struct page *paragraph(const char *text, int columns)
{
    size_t digits = strspn(text, "0123456789");
    bool numbered = digits > 0 && (text[digits] == '.' || text[digits] == ')');
    char *escaped =
        numbered ? must_print("%.*s\\%s", (int)digits, text, text + digits)
                 : must_print("%s", text);
    struct page *page = page_new(escaped, columns, NULL);

    free(escaped);
    return page;
}

int prose_draw(struct canvas *canvas, struct box area, int row, int column,
               enum role role, const char *text)
{
    struct box part = box_inside(area, row, column, 0, 2);
    struct page *page = paragraph(text, part.columns);

    page_draw(page, 0, canvas, part);
    for (size_t i = 0; i < page->count; i++)
        canvas_mark(canvas, part, (int)i, 0, part.columns, role);
    row += (int)page->count;
    page_free(page);
    return row;
}

int prose_rows(const char *text, int columns)
{
    struct page *page = paragraph(text, columns);
    int rows = (int)page->count;

    page_free(page);
    return rows;
}
