/* page.h - a lesson's Markdown, laid out in lines for a width. */
#ifndef TUI_PAGES_PAGE_H
#define TUI_PAGES_PAGE_H

#include "tui/drawing/canvas.h"

struct page_part {
    char *text;
    enum role role;
};

struct page_line {
    struct page_part *parts;
    size_t count;
};

struct page {
    struct page_line *lines;
    size_t count;

    /* Schedules that it links to, as the links say it: the first is shown as
       [1]. */
    char **schedules;
    size_t schedule_count;
};

/* Lays `markdown` out in lines of at most `width` columns (code is not broken
   and may be wider). Where it says `@name` in code font, "line 24" is written
   if `source`, which may be NULL, has the mark on that line. */
struct page *page_new(const char *markdown, int width, const char *source);
void page_free(struct page *page);

/* Draws the lines from `first` on. */
void page_draw(const struct page *page, size_t first, struct canvas *canvas,
               struct box area);

/* The line of source text that has a mark, from 1; 0: none has it. */
int page_mark_line(const char *source, const char *mark, size_t length);

#endif
