/* page.c - laying Markdown out, block by block, as md4c reads it.

   Text is gathered into words, each with the role of the span it is in, and
   words are set into lines. A block (paragraph, item, heading) ends its line;
   what stands before a line (indentation, a bullet, a bar) is the margin. */
#include "tui/pages/page.h"

#include "must.h"
#include "tui/pages/grid.h"
#include "words.h"

#include <ctype.h>
#include <md4c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARGIN = 40, ROLES = 16, WORD = 256, WORD_PARTS = 6 };

struct layout {
    struct page *page;
    const char *source;
    int width;

    struct {
        char text[WORD];
        enum role role;
    } word[WORD_PARTS]; /* Parts of one word in different roles. */
    size_t word_parts;
    bool space;   /* A space is due before the next word. */
    bool started; /* The line has something on it behind its margin. */
    int column;

    char margin[MARGIN]; /* Of every line of the block. */
    char bullet[MARGIN]; /* In its place on the block's first line. */
    enum role roles[ROLES];
    int role_depth;
    bool in_code; /* A code block: lines as they are. */
    int list_numbers[8];
    int list_depth;

    struct grid *grid; /* A table's cells are gathered, and set at its end. */
};

/* ---- Lines. ---- */

static struct page_line *last_line(struct layout *l)
{
    return &l->page->lines[l->page->count - 1];
}

static void new_line(struct layout *l)
{
    l->page->lines =
        must_resize(l->page->lines, l->page->count + 1, sizeof *l->page->lines);
    l->page->lines[l->page->count++] = (struct page_line){0};
    l->column = 0;
    l->started = false;
    l->space = false;
}

static void add_part(struct layout *l, enum role role, const char *text)
{
    struct page_line *line = last_line(l);

    line->parts =
        must_resize(line->parts, line->count + 1, sizeof *line->parts);
    line->parts[line->count++] =
        (struct page_part){.text = must_copy(text), .role = role};
    l->column += canvas_width(text);
}

static void put_margin(struct layout *l)
{
    add_part(l, ROLE_DIM, *l->bullet ? l->bullet : l->margin);
    *l->bullet = '\0';
    l->started = true;
}

/* A blank line between blocks, but not at the top and never two. */
static void separate(struct layout *l)
{
    if (l->page->count > 0 && last_line(l)->count > 0)
        new_line(l);
}

static enum role role_now(const struct layout *l)
{
    return l->role_depth > 0 ? l->roles[l->role_depth - 1] : ROLE_TEXT;
}

static void push_role(struct layout *l, enum role role)
{
    if (l->role_depth < ROLES)
        l->roles[l->role_depth++] = role;
}

static void pop_role(struct layout *l)
{
    if (l->role_depth > 0)
        l->role_depth--;
}

/* ---- Words. ---- */

static void set_word(struct layout *l)
{
    int width = 0;

    if (l->word_parts == 0)
        return;
    for (size_t i = 0; i < l->word_parts; i++)
        width += canvas_width(l->word[i].text);
    if (!l->started) {
        put_margin(l);
    } else if (l->space && l->column + 1 + width > l->width) {
        new_line(l);
        put_margin(l);
    } else if (l->space) {
        add_part(l, ROLE_TEXT, " ");
    }
    for (size_t i = 0; i < l->word_parts; i++)
        add_part(l, l->word[i].role, l->word[i].text);
    l->space = false;
    l->word_parts = 0;
}

static void add_to_word(struct layout *l, char letter)
{
    size_t last = l->word_parts - 1;

    if (l->word_parts == 0 || l->word[last].role != role_now(l)) {
        if (l->word_parts == WORD_PARTS)
            set_word(l);
        last = l->word_parts++;
        *l->word[last].text = '\0';
        l->word[last].role = role_now(l);
    }
    size_t used = strlen(l->word[last].text);
    if (used + 1 < WORD) {
        l->word[last].text[used] = letter;
        l->word[last].text[used + 1] = '\0';
    }
}

static void add_text(struct layout *l, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (isspace((unsigned char)text[i])) {
            set_word(l);
            l->space = true;
        } else {
            add_to_word(l, text[i]);
        }
    }
}

/* Lines of a code block, as they stand. */
static void add_code(struct layout *l, const char *text, size_t length)
{
    while (length > 0) {
        size_t line = 0;

        while (line < length && text[line] != '\n')
            line++;
        if (!l->started)
            put_margin(l);
        char *copy = must_print("%.*s", (int)line, text);
        add_part(l, ROLE_CODE, copy);
        free(copy);
        if (line < length) { /* Another line follows, perhaps. */
            new_line(l);
            line++;
        }
        text += line;
        length -= line;
    }
}

/* ---- Marks. ---- */

int page_mark_line(const char *source, const char *mark, size_t length)
{
    int line = 1;

    for (const char *at = source; at && *at; at++) {
        if (*at == '\n')
            line++;
        else if (*at == '@' && strncmp(at + 1, mark, length) == 0 &&
                 !isalnum((unsigned char)at[1 + length]) &&
                 at[1 + length] != '_')
            return line;
    }
    return 0;
}

static void add_inline_code(struct layout *l, const char *text, size_t length)
{
    int line = length > 1 && *text == '@' && l->source
                   ? page_mark_line(l->source, text + 1, length - 1)
                   : 0;
    char where[32];

    if (line > 0) {
        snprintf(where, sizeof where, _("line %d"), line);
        add_text(l, where, strlen(where));
    } else {
        add_text(l, text, length);
    }
}

/* ---- Tables. ---- */

static void set_table(struct layout *l)
{
    int width = l->width - canvas_width(l->margin);

    for (size_t line = 0; line < grid_lay_out(l->grid, width); line++) {
        char *text = grid_line(l->grid, line);

        new_line(l);
        put_margin(l);
        add_part(l, grid_is_heading(l->grid, line) ? ROLE_STRONG : ROLE_TEXT,
                 text);
        free(text);
    }
    grid_free(l->grid);
    l->grid = NULL;
}

/* ---- md4c's calls. ---- */

static void widen_margin(struct layout *l, const char *by)
{
    size_t used = strlen(l->margin);

    snprintf(l->margin + used, sizeof l->margin - used, "%s", by);
}

static void narrow_margin(struct layout *l, size_t by)
{
    size_t used = strlen(l->margin);

    l->margin[used > by ? used - by : 0] = '\0';
}

static void enter_item(struct layout *l)
{
    char bullet[16] = "• ";

    if (l->list_depth > 0 && l->list_numbers[l->list_depth - 1] > 0)
        snprintf(bullet, sizeof bullet, "%d. ",
                 l->list_numbers[l->list_depth - 1]++);
    snprintf(l->bullet, sizeof l->bullet, "%.*s%s", MARGIN - 10, l->margin,
             bullet);
    widen_margin(l, l->list_depth > 0 && l->list_numbers[l->list_depth - 1]
                        ? "   "
                        : "  ");
    if (l->page->count == 0 || last_line(l)->count > 0)
        new_line(l);
}

static void leave_item(struct layout *l)
{
    set_word(l);
    narrow_margin(
        l, l->list_depth > 0 && l->list_numbers[l->list_depth - 1] ? 3 : 2);
}

static void begin_block(struct layout *l)
{
    separate(l);
    new_line(l);
}

static void enter_list(struct layout *l, int first)
{
    set_word(l); /* Of the item that this list is in. */
    if (l->list_depth == 0)
        begin_block(l);
    if (l->list_depth < 8)
        l->list_numbers[l->list_depth++] = first;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct layout *l = context;

    switch (type) {
    case MD_BLOCK_H:
        begin_block(l);
        push_role(l, ((MD_BLOCK_H_DETAIL *)detail)->level == 1 ? ROLE_TITLE
                                                               : ROLE_HEADING);
        break;
    case MD_BLOCK_P:
        /* A paragraph that begins an item goes on its line. */
        if (!*l->bullet)
            begin_block(l);
        break;
    case MD_BLOCK_UL:
        enter_list(l, 0);
        break;
    case MD_BLOCK_OL:
        enter_list(l, (int)((MD_BLOCK_OL_DETAIL *)detail)->start);
        break;
    case MD_BLOCK_LI:
        enter_item(l);
        break;
    case MD_BLOCK_CODE:
        begin_block(l);
        widen_margin(l, "    ");
        l->in_code = true;
        break;
    case MD_BLOCK_QUOTE:
        widen_margin(l, "│ ");
        break;
    case MD_BLOCK_HR:
        begin_block(l);
        put_margin(l);
        break;
    case MD_BLOCK_TABLE:
        separate(l);
        l->grid = grid_new();
        break;
    case MD_BLOCK_TR:
        if (l->grid)
            grid_add_row(l->grid);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        if (l->grid)
            grid_add_cell(l->grid);
        break;
    default:
        break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct layout *l = context;

    (void)detail;
    switch (type) {
    case MD_BLOCK_H:
        set_word(l);
        pop_role(l);
        break;
    case MD_BLOCK_P:
        set_word(l);
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        if (l->list_depth > 0)
            l->list_depth--;
        break;
    case MD_BLOCK_LI:
        leave_item(l);
        break;
    case MD_BLOCK_CODE:
        narrow_margin(l, 4);
        l->in_code = false;
        break;
    case MD_BLOCK_QUOTE:
        narrow_margin(l, strlen("│ "));
        break;
    case MD_BLOCK_TABLE:
        if (l->grid)
            set_table(l);
        break;
    default:
        break;
    }
    return 0;
}

/* The number of a link's schedule, beside it. Other links are words. */
static void add_link(struct layout *l, const MD_ATTRIBUTE *link)
{
    struct page *page = l->page;
    char number[16];

    if (l->grid || !memmem(link->text, link->size, ".sched", 6))
        return;
    page->schedules = must_resize(page->schedules, page->schedule_count + 1,
                                  sizeof *page->schedules);
    page->schedules[page->schedule_count++] =
        must_print("%.*s", (int)link->size, link->text);
    snprintf(number, sizeof number, " [%zu]", page->schedule_count);
    push_role(l, ROLE_KEY);
    add_text(l, number, strlen(number));
    pop_role(l);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct layout *l = context;

    (void)detail;
    push_role(l, type == MD_SPAN_CODE ? ROLE_CODE : ROLE_STRONG);
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct layout *l = context;

    pop_role(l);
    if (type == MD_SPAN_A)
        add_link(l, &((MD_SPAN_A_DETAIL *)detail)->href);
    return 0;
}

static const char *entity(const char *text, size_t length)
{
    static const char *const known[][2] = {{"&amp;", "&"},
                                           {"&lt;", "<"},
                                           {"&gt;", ">"},
                                           {"&quot;", "\""},
                                           {"&nbsp;", " "}};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strncmp(text, known[i][0], length) == 0)
            return known[i][1];
    }
    return "?";
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE length,
                   void *context)
{
    struct layout *l = context;

    if (type == MD_TEXT_ENTITY) {
        text = entity(text, length);
        length = (MD_SIZE)strlen(text);
    }
    if (l->grid)
        grid_add_text(l->grid, text, length);
    else if (l->in_code)
        add_code(l, text, length);
    else if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
        add_text(l, " ", 1);
    else if (type == MD_TEXT_CODE)
        add_inline_code(l, text, length);
    else
        add_text(l, text, length);
    return 0;
}

struct page *page_new(const char *markdown, int width, const char *source)
{
    struct layout layout = {.page = must_allocate(1, sizeof(struct page)),
                            .source = source,
                            .width = width > 20 ? width : 20};
    const MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML,
                              .enter_block = enter_block,
                              .leave_block = leave_block,
                              .enter_span = enter_span,
                              .leave_span = leave_span,
                              .text = on_text};

    md_parse(markdown, (MD_SIZE)strlen(markdown), &parser, &layout);
    return layout.page;
}

void page_free(struct page *page)
{
    if (!page)
        return;
    for (size_t i = 0; i < page->count; i++) {
        for (size_t j = 0; j < page->lines[i].count; j++)
            free(page->lines[i].parts[j].text);
        free(page->lines[i].parts);
    }
    for (size_t i = 0; i < page->schedule_count; i++)
        free(page->schedules[i]);
    free(page->schedules);
    free(page->lines);
    free(page);
}

void page_draw(const struct page *page, size_t first, struct canvas *canvas,
               struct box area)
{
    for (int row = 0; row < area.rows; row++) {
        size_t index = first + (size_t)row;
        int column = 0;

        if (index >= page->count)
            return;
        for (size_t i = 0; i < page->lines[index].count; i++)
            column = canvas_text(canvas, area, row, column,
                                 page->lines[index].parts[i].role,
                                 page->lines[index].parts[i].text);
    }
}
