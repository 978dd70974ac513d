/* page.c - laying Markdown out, block by block, as md4c reads it.

   Text is gathered into words, each with the role of the span it is in, and
   words are set into lines. A block (paragraph, item, heading) ends its line;
   what stands before a line (indentation, a bullet, a bar) is the margin. */
#include "tui/page.h"

#include "must.h"

#include <ctype.h>
#include <md4c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARGIN = 40, ROLES = 16, COLUMNS = 12, WORD = 512 };

struct layout {
    struct page *page;
    const char *source;
    int width;

    char word[WORD];
    enum role word_role;
    bool space;   /* A space is due before the next word. */
    bool started; /* The line has something on it behind its margin. */
    int column;

    char margin[MARGIN]; /* Of every line of the block. */
    char bullet[MARGIN]; /* In its place on the block's first line. */
    enum role roles[ROLES];
    int role_depth;
    bool in_code;  /* A code block: lines as they are. */
    bool in_table; /* Cells are gathered, and set when the table ends. */
    int list_numbers[8];
    int list_depth;

    char ***rows; /* Of the table: [row][column]. */
    size_t row_count;
    size_t column_count;
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
    int width = canvas_width(l->word);

    if (width == 0)
        return;
    if (!l->started)
        put_margin(l);
    else if (l->space && l->column + 1 + width > l->width) {
        new_line(l);
        put_margin(l);
    } else if (l->space) {
        add_part(l, ROLE_TEXT, " ");
    }
    add_part(l, l->word_role, l->word);
    l->space = false;
    *l->word = '\0';
}

static void add_to_word(struct layout *l, const char *text, size_t length)
{
    size_t used = strlen(l->word);

    if (used > 0 && l->word_role != role_now(l)) {
        set_word(l); /* The next part follows without a space. */
        used = 0;
    }
    l->word_role = role_now(l);
    if (length > sizeof l->word - used - 1)
        length = sizeof l->word - used - 1;
    memcpy(l->word + used, text, length);
    l->word[used + length] = '\0';
}

static void add_text(struct layout *l, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (isspace((unsigned char)text[i])) {
            set_word(l);
            l->space = true;
        } else {
            add_to_word(l, text + i, 1);
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

static bool is_mark_letter(char letter)
{
    return isalnum((unsigned char)letter) || letter == '_';
}

int page_mark_line(const char *source, const char *mark, size_t length)
{
    int line = 1;

    for (const char *at = source; at && *at; at++) {
        if (*at == '\n')
            line++;
        else if (*at == '@' && strncmp(at + 1, mark, length) == 0 &&
                 !is_mark_letter(at[1 + length]))
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
        snprintf(where, sizeof where, "line %d", line);
        add_text(l, where, strlen(where));
    } else {
        add_text(l, text, length);
    }
}

/* ---- Tables. ---- */

static void table_cell(struct layout *l, const char *text, size_t length)
{
    if (l->row_count == 0 || l->column_count == 0)
        return;
    char **cell = &l->rows[l->row_count - 1][l->column_count - 1];
    char *longer = must_print("%s%.*s", *cell ? *cell : "", (int)length, text);
    free(*cell);
    *cell = longer;
}

static void table_row(struct layout *l)
{
    l->rows = must_resize(l->rows, l->row_count + 1, sizeof *l->rows);
    l->rows[l->row_count++] = must_allocate(COLUMNS, sizeof(char *));
    l->column_count = 0;
}

/* The widest of a column's cells. */
static int column_width(const struct layout *l, size_t column)
{
    int widest = 0;

    for (size_t row = 0; row < l->row_count; row++) {
        const char *cell = l->rows[row][column];
        int width = cell ? canvas_width(cell) : 0;

        if (width > widest)
            widest = width;
    }
    return widest;
}

/* Sets the words of one cell into lines of its own width, and tells how many
   there are; the `wanted`-th is copied. */
static int cell_line(const char *cell, int width, int wanted, char *line,
                     size_t size)
{
    int lines = 0;
    int column = 0;

    *line = '\0';
    for (const char *at = cell; *at;) {
        size_t length = strcspn(at, " ");
        char word[WORD];

        snprintf(word, sizeof word, "%.*s", (int)length, at);
        int word_width = canvas_width(word);
        if (column > 0 && column + 1 + word_width > width) {
            lines++;
            column = 0;
        }
        if (lines == wanted) {
            size_t used = strlen(line);
            snprintf(line + used, size - used, "%s%s", column ? " " : "", word);
        }
        column += word_width + (column > 0);
        at += length;
        at += strspn(at, " ");
    }
    return lines + 1;
}

static void set_row(struct layout *l, char **row, const int *widths,
                    size_t columns, enum role role)
{
    int height = 1;
    char line[WORD];

    for (size_t i = 0; i < columns; i++) {
        int lines =
            cell_line(row[i] ? row[i] : "", widths[i], -1, line, sizeof line);

        if (lines > height)
            height = lines;
    }
    for (int at = 0; at < height; at++) {
        new_line(l);
        put_margin(l);
        for (size_t i = 0; i < columns; i++) {
            cell_line(row[i] ? row[i] : "", widths[i], at, line, sizeof line);
            add_part(l, role, line);
            if (i + 1 == columns)
                break;
            char *gap =
                must_print("%*s", widths[i] - canvas_width(line) + 2, "");
            add_part(l, ROLE_TEXT, gap);
            free(gap);
        }
    }
}

/* Columns get the room they ask for while it lasts; the widest give way. */
static void share_width(int *widths, size_t columns, int room)
{
    for (;;) {
        size_t widest = 0;
        int total = 0;

        for (size_t i = 0; i < columns; i++) {
            total += widths[i] + 2;
            if (widths[i] > widths[widest])
                widest = i;
        }
        if (total - 2 <= room || widths[widest] <= 8)
            return;
        widths[widest]--;
    }
}

static void set_table(struct layout *l)
{
    int widths[COLUMNS];
    size_t columns = 0;

    for (size_t i = 0; i < COLUMNS; i++) {
        widths[i] = column_width(l, i);
        if (widths[i] > 0)
            columns = i + 1;
    }
    share_width(widths, columns, l->width - canvas_width(l->margin));
    for (size_t row = 0; row < l->row_count; row++) {
        set_row(l, l->rows[row], widths, columns,
                row == 0 ? ROLE_STRONG : ROLE_TEXT);
        for (size_t i = 0; i < COLUMNS; i++)
            free(l->rows[row][i]);
        free(l->rows[row]);
    }
    free(l->rows);
    l->rows = NULL;
    l->row_count = 0;
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
        l->in_table = true;
        break;
    case MD_BLOCK_TR:
        table_row(l);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        if (l->column_count < COLUMNS)
            l->column_count++;
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
        l->in_table = false;
        set_table(l);
        break;
    default:
        break;
    }
    return 0;
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

    (void)type;
    (void)detail;
    pop_role(l);
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
    if (l->in_table)
        table_cell(l, text, length);
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
